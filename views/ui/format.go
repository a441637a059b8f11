package ui

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/i18n"
)

// Unknown stands where a figure is not known; it differs from 0.
const Unknown = i18n.Unknown

// Thousands puts commas into a decimal written as digits.
func Thousands(decimal string) string { return i18n.Thousands(decimal) }

// Money is an amount in yuan, always with two places: CNY 2,976,000.00.
func Money(decimal string) string { return i18n.Money(decimal) }

// Qty is a quantity with a fixed number of places and no unit (the head names it).
func Qty(decimal string, digits int) string {
	if decimal == "" {
		return Unknown
	}
	return Thousands(i18n.Places(decimal, digits))
}

// Kg is a weight as case pages show it: 1,240.0 kg.
func Kg(decimal string) string {
	if decimal == "" {
		return Unknown
	}
	return Qty(decimal, 1) + " kg"
}

// Count is a whole number with commas.
func Count(n int) string { return Thousands(strconv.Itoa(n)) }

// Joined are the parts of a line that say something, one after the other.
func Joined(parts ...string) string {
	said := slices.DeleteFunc(slices.Clone(parts), func(s string) bool { return s == "" })
	return strings.Join(said, " · ")
}

// ShortHash is first 8 … last 8.
func ShortHash(h string) string {
	h = strings.TrimPrefix(h, "sha256:")
	if len(h) <= 20 {
		return h
	}
	return h[:8] + "…" + h[len(h)-8:]
}

// ClockWords is what a badge says. unit is day, workday or hour; n counts whole days, or
// minutes where the unit is hour; at is the due moment, or the end for met and late.
func ClockWords(ctx context.Context, state, unit string, n int, at time.Time) string {
	switch state {
	case "ok", "near":
		return leftWords(ctx, unit, n)
	case "urgent":
		if unit == "hour" {
			return i18n.T(ctx, "ui.clock.left.today_at", "time", i18n.Clock(at))
		}
		return i18n.T(ctx, "ui.clock.left.today")
	case "over":
		return overWords(ctx, unit, n)
	case "met", "late":
		return i18n.T(ctx, "ui.clock.left."+state, "date", i18n.MonthDay(at))
	case "earliest":
		return i18n.T(ctx, "ui.clock.left.earliest", "date", i18n.Date(at))
	}
	return i18n.T(ctx, "ui.clock.state."+state)
}

func leftWords(ctx context.Context, unit string, n int) string {
	switch unit {
	case "hour":
		if n < 60 {
			return i18n.T(ctx, "ui.clock.left.min", "m", n)
		}
		return i18n.T(ctx, "ui.clock.left.hm", "h", n/60, "m", n%60)
	case "workday":
		return i18n.T(ctx, "ui.clock.left.workday", "n", n)
	}
	return i18n.T(ctx, "ui.clock.left.day", "n", n)
}

func overWords(ctx context.Context, unit string, n int) string {
	if unit == "hour" {
		if n < 60 {
			return i18n.T(ctx, "ui.clock.left.over_min", "m", n)
		}
		return i18n.T(ctx, "ui.clock.left.over_hour", "n", n/60)
	}
	return i18n.T(ctx, "ui.clock.left.over_day", "n", n)
}

// shape is the icon of a clock state: colour is never alone.
func shape(state string) string {
	switch state {
	case "ok":
		return "ring"
	case "near":
		return "tri"
	case "urgent":
		return "tri-solid"
	case "over", "held":
		return "square"
	case "paused":
		return "bars"
	case "met", "late":
		return "tick"
	case "earliest":
		return "from"
	}
	return "closed"
}

func agencyClass(kind string) string {
	switch kind {
	case "commerce":
		return "com"
	case "public_security":
		return "mps"
	case "state_security":
		return "mss"
	case "customs", "customs_anti_smuggling":
		return "cus"
	}
	return "coo"
}

// agencyKind keeps an unknown kind from asking the catalogue for a key it cannot have.
func agencyKind(kind string) string {
	switch kind {
	case "commerce", "public_security", "state_security", "customs", "customs_anti_smuggling", "coordination":
		return kind
	}
	return "system"
}

func agencyName(ctx context.Context, a AgencyMark) string {
	if a.Name != "" {
		return a.Name
	}
	return i18n.T(ctx, "ui.agency."+agencyKind(a.Kind))
}

func percent(part, whole float64) string {
	if whole <= 0 {
		return "0%"
	}
	return strconv.FormatFloat(part*100/whole, 'f', 2, 64) + "%"
}

func contains(list []string, v string) bool {
	for _, s := range list {
		if s == v {
			return true
		}
	}
	return false
}
