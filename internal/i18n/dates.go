package i18n

import (
	"context"
	"strings"
	"time"
)

// Beijing is the zone every time is shown in. China has kept UTC+8 without summer time
// since 1991, so a fixed zone says the same as the zone file and needs none.
func Beijing() *time.Location { return time.FixedZone("CST", 8*60*60) }

// none stands where a moment is not known; it differs from any date.
const none = "—"

// Date is the day as lists and forms show it: 2025-06-19.
func Date(t time.Time) string { return show(t, "2006-01-02") }

// DateTime is the minute as pages show it: 2025-06-19 09:42.
func DateTime(t time.Time) string { return show(t, "2006-01-02 15:04") }

// DateTimeMilli is the moment as the audit view shows it.
func DateTimeMilli(t time.Time) string { return show(t, "2006-01-02 15:04:05.000") }

// Clock is the minute of the day: 09:42.
func Clock(t time.Time) string { return show(t, "15:04") }

// MonthDay is the day where the year is plain from the page: 06-19.
func MonthDay(t time.Time) string { return show(t, "01-02") }

// Month is the month of a report: 2025-06.
func Month(t time.Time) string { return show(t, "2006-01") }

// MonthName is the month inside a sentence: 6, June.
func MonthName(ctx context.Context, m time.Month) string {
	return time.Date(2000, m, 1, 0, 0, 0, 0, time.UTC).Format(T(ctx, "language.month"))
}

// Listed joins names or things the way each language lists them.
func Listed(ctx context.Context, list []string) string {
	return strings.Join(list, T(ctx, "language.list"))
}

// Clauses joins what may itself be a list.
func Clauses(ctx context.Context, list []string) string {
	return strings.Join(list, T(ctx, "language.clause"))
}

// Machine is the moment for a datetime attribute.
func Machine(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(Beijing()).Format(time.RFC3339)
}

// DateProse is the day inside a sentence or a document: 2025年6月19日, 19 June 2025.
func DateProse(ctx context.Context, t time.Time) string {
	if t.IsZero() {
		return none
	}
	return t.In(Beijing()).Format(T(ctx, "language.day"))
}

func show(t time.Time, layout string) string {
	if t.IsZero() {
		return none
	}
	return t.In(Beijing()).Format(layout)
}
