package procedure

import (
	"strconv"

	"touchstone/internal/errs"
)

// quota is how much may still be stored: by an account on a day, and in a case.
type quota struct {
	day, file       int64 // what is there already
	perDay, perFile int64 // what there may be (limits.csv)
}

// admits refuses n further bytes that are too many, and counts nothing.
func (x *quota) admits(n int64) error {
	y := *x
	return y.more(n)
}

// more counts n further bytes, and refuses those that are too many.
func (x *quota) more(n int64) error {
	x.day += n
	x.file += n
	switch {
	case x.file > x.perFile:
		return full("procedure.quota_case", x.perFile)
	case x.day > x.perDay:
		return full("procedure.quota_day", x.perDay)
	}
	return nil
}

func full(key string, limit int64) error {
	return errs.New(errs.TooLarge, key, "max", strconv.FormatInt(limit>>30, 10)+" GiB")
}
