package quantity_test

import (
	"testing"
	"time"

	"touchstone/internal/quantity"
)

// An amount that cannot be one says why, and is read with the currency that stands beside it. Seen to fail with one sentence about
// decimal places for all of them.
func TestYuan_Reasons(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"1200": "1200", "人民币1200": "1200", "1200人民币": "1200", "1200圆": "1200", "1200元整": "1200", "1200 元": "1200", "人民币1,200.50元": "1200.5", "￥１２００．５": "1200.5",
		"RMB 1200": "1200", "1200圆整": "1200", "1200元人民币": "1200",
		"12万": "form.amount", "1200万元": "form.amount", "1.5e6": "form.amount", "USD 100": "form.amount", "1,2,00": "form.amount", "一千": "form.amount",
		"": "form.amount", "12.": "form.amount", "1 2 00": "form.amount",
		"-1": "form.negative", "−1": "form.negative", "¥-1.50": "form.negative", "1.234": "form.money", "0.001元": "form.money",
		"12345678901234567": "quantity.too_dear",
	} {
		d, bad := quantity.Yuan(typed)
		got := d.String()
		if bad != nil {
			got = bad.Key
		}
		if got != want {
			t.Errorf("%q: %s, want %s", typed, got, want)
		}
	}
}

// A moment is read as kindly as a day, and a day with the midnight that tables write behind it. Seen to fail without.
func TestMoment_AsPasted(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 29, 9, 30, 0, 0, quantity.Zone())
	for _, typed := range []string{"2026 年 11 月 29 日 9:30", "2026年11月29日 9 时 30 分", "2026—11—29 09:30", "2026 - 11 - 29 09:30", "2026-11-29T09:30+08:00",
		"2026-11-29T01:30Z", "２０２６年１１月２９日９：３０", "2026/11/29 9:30:00", "2026-11-29T09:30:00+08:00", "2026-11-29T09:30", "2026年11月29日9点30分"} {
		if got, bad := quantity.Moment(typed); bad != nil || !got.Equal(at) {
			t.Errorf("%q: %s %v", typed, got, bad)
		}
	}
	for typed, key := range map[string]string{"2026-11-29T25:30+08:00": "form.no_such_day", "2026 年 2 月 30 日 9:30": "form.no_such_day",
		"20266—11—29 09:30": "form.year", "2026-11-29": "form.datetime", "2026 11 29 09 30": "form.datetime"} {
		if _, bad := quantity.Moment(typed); bad == nil || bad.Key != key {
			t.Errorf("%q: %v, want %s", typed, bad, key)
		}
	}
	for _, typed := range []string{"2026-05-01 00:00:00", "2026/5/1 0:00:00", "2026/5/1 0:00", "2026年5月1日 00:00", "2026-05-01T00:00:00.000"} {
		if got, bad := quantity.Day(typed); bad != nil || got.Format(time.DateOnly) != "2026-05-01" {
			t.Errorf("%q: %s %v", typed, got, bad)
		}
	}
	for typed, want := range map[string]string{ // the midnight is none of the day's digits
		"2026-5-1 00:00": "2026-05-01", "2026/5/3 00:00:00": "2026-05-03", "2026/5/3 00:00": "2026-05-03", "2026/5/4 00:00": "2026-05-04",
		"2026-5-2 00:00:00.000": "2026-05-02", "2026-5-30 00:00": "2026-05-30", "2026 年 5 月 1 日 00:00": "2026-05-01",
		"2026年5月1日00:00": "2026-05-01", "2026.5.3　０：００": "2026-05-03", "2026-5-3T00:00": "2026-05-03", "2026-5-3\t00:00": "2026-05-03", "2026-5-10": "2026-05-10",
		"2026年5月3": "2026-05-03", "2026 - 5 - 3": "2026-05-03", "2026-5-3 00 : 00": "2026-05-03",
	} {
		if got, bad := quantity.Day(typed); bad != nil || got.Format(time.DateOnly) != want {
			t.Errorf("%q: %s %v, want %s", typed, got, bad, want)
		}
	}
	for _, typed := range []string{"2026-5-100:00", "2026-5-1000:00", "2026-05-01 10:30", "2026-05-01 00:00:01", "2026-05-010"} {
		if got, bad := quantity.Day(typed); bad == nil {
			t.Errorf("%q is the day %s", typed, got)
		}
	}
}
