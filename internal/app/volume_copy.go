package app

import (
	"bufio"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// copier sends rows by COPY.
type copier interface {
	copyFrom(ctx context.Context, r io.Reader, sql string) error
}

// copyRows sends the rows that fill yields into a table.
func copyRows(ctx context.Context, to copier, table, columns string, fill func(put func(...any) error) error) error {
	r, w := io.Pipe()
	go func() {
		out := bufio.NewWriterSize(w, 1<<18)
		err := fill(func(values ...any) error { return copyLine(out, values) })
		if err == nil {
			err = out.Flush()
		}
		_ = w.CloseWithError(err) // it always returns nil
	}()
	err := to.copyFrom(ctx, r, "COPY "+table+" ("+columns+") FROM STDIN")
	_ = r.Close() // lets the writer go if COPY ended early; it always returns nil
	if err != nil {
		return fmt.Errorf("volume: %s: %w", table, err)
	}
	return nil
}

// copyLine writes one row in the text format of COPY.
func copyLine(out *bufio.Writer, values []any) error {
	for i, v := range values {
		if i > 0 {
			if err := out.WriteByte('\t'); err != nil {
				return err
			}
		}
		if err := copyValue(out, v); err != nil {
			return err
		}
	}
	return out.WriteByte('\n')
}

func copyValue(out *bufio.Writer, v any) (err error) {
	switch v := v.(type) {
	case nil:
		_, err = out.WriteString(`\N`)
	case string:
		err = copyText(out, v)
	case []byte:
		_, err = out.WriteString(`\\x` + hex.EncodeToString(v))
	case int64:
		_, err = out.WriteString(strconv.FormatInt(v, 10))
	case int:
		_, err = out.WriteString(strconv.Itoa(v))
	case bool:
		_, err = out.WriteString(strconv.FormatBool(v))
	case time.Time:
		_, err = out.WriteString(v.UTC().Format("2006-01-02 15:04:05.999999Z07:00"))
	case *time.Time:
		if v == nil {
			return copyValue(out, nil)
		}
		return copyValue(out, *v)
	default:
		return fmt.Errorf("volume: no COPY text for %T", v)
	}
	return err
}

// copyText escapes what COPY would read as a separator.
func copyText(out *bufio.Writer, s string) error {
	for {
		i := strings.IndexAny(s, "\\\t\n\r")
		if i < 0 {
			_, err := out.WriteString(s)
			return err
		}
		if _, err := out.WriteString(s[:i] + map[byte]string{'\\': `\\`, '\t': `\t`, '\n': `\n`, '\r': `\r`}[s[i]]); err != nil {
			return err
		}
		s = s[i+1:]
	}
}
