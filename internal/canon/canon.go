// Package canon writes values as canonical bytes for hashing: one value, one byte string, on every machine and in
// every year. Each value is a tag, its length and its content, so that no two sequences of values share bytes.
// The layout is frozen under the name "canon.v1"; a change of it gets a new name and leaves this one readable.
package canon

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"
)

// Version is the first value of every encoding.
const Version = "canon.v1"

// Prefix names the algorithm inside every digest.
const Prefix = "sha256:"

// Tags of the values.
const (
	tagNull   = 'z'
	tagString = 's'
	tagInt    = 'i'
	tagTime   = 't'
	tagBytes  = 'b'
	tagBool   = 'o'
	tagNumber = 'n'
	tagMap    = 'm'
	tagList   = 'l'
)

// Writer collects values. The first error is kept; Sum of a broken writer is empty, which equals no digest.
type Writer struct {
	buf []byte
	err error
}

// New starts an encoding. The kind keeps encodings of different things apart ("audit.event", "proposal").
func New(kind string) *Writer {
	w := &Writer{buf: make([]byte, 0, 256)}
	return w.Str(Version).Str(kind)
}

func (w *Writer) put(tag byte, content []byte) *Writer {
	w.head(tag, len(content))
	w.buf = append(w.buf, content...)
	return w
}

func (w *Writer) head(tag byte, n int) {
	w.buf = append(w.buf, tag)
	w.buf = binary.BigEndian.AppendUint64(w.buf, uint64(n))
}

// Str writes text as it is.
func (w *Writer) Str(s string) *Writer {
	w.head(tagString, len(s))
	w.buf = append(w.buf, s...)
	return w
}

// Int writes a whole number in decimal.
func (w *Writer) Int(n int64) *Writer { return w.put(tagInt, strconv.AppendInt(nil, n, 10)) }

// Time writes an instant in microseconds, the precision in which the database keeps it; the zone does not count.
func (w *Writer) Time(t time.Time) *Writer {
	return w.put(tagTime, strconv.AppendInt(nil, t.UnixMicro(), 10))
}

// Bytes writes raw content, such as the digest before.
func (w *Writer) Bytes(b []byte) *Writer { return w.put(tagBytes, b) }

// Bool writes a yes or no.
func (w *Writer) Bool(v bool) *Writer {
	if v {
		return w.put(tagBool, []byte{1})
	}
	return w.put(tagBool, []byte{0})
}

// Null writes an absent value, which differs from an empty one.
func (w *Writer) Null() *Writer { return w.put(tagNull, nil) }

// List writes texts in the given order.
func (w *Writer) List(ss []string) *Writer {
	w.head(tagList, len(ss))
	for _, s := range ss {
		w.Str(s)
	}
	return w
}

// Map writes details with sorted keys. A value counts as what JSON makes of it, so that details read back from a
// jsonb column give the same bytes as those that were written: 1, 1.0 and json.Number("1") are one number.
func (w *Writer) Map(m map[string]any) *Writer {
	w.mapValue(m)
	return w
}

func (w *Writer) mapValue(m map[string]any) {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	w.head(tagMap, len(keys))
	for _, k := range keys {
		w.Str(k)
		w.value(m[k])
	}
}

func (w *Writer) value(v any) {
	switch v := v.(type) {
	case nil:
		w.Null()
	case string:
		if !utf8.ValidString(v) { // JSON replaces what is no text; the shortcut must not differ
			w.viaJSON(v)
			return
		}
		w.Str(v)
	case bool:
		w.Bool(v)
	case int:
		w.put(tagNumber, strconv.AppendInt(nil, int64(v), 10))
	case int64:
		w.put(tagNumber, strconv.AppendInt(nil, v, 10))
	case float64:
		w.float(v)
	case json.Number:
		w.number(v.String())
	case map[string]any:
		if v == nil {
			w.Null()
			return
		}
		w.mapValue(v)
	case []any:
		if v == nil {
			w.Null()
			return
		}
		w.head(tagList, len(v))
		for _, x := range v {
			w.value(x)
		}
	default:
		w.viaJSON(v)
	}
}

func (w *Writer) float(v float64) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		w.fail(fmt.Errorf("canon: %v is no number", v))
		return
	}
	w.number(strconv.FormatFloat(v, 'g', -1, 64))
}

// number writes the value, not the spelling: 1.50, 1.5 and 15e-1 are the same.
func (w *Writer) number(s string) {
	d, err := decimal.NewFromString(s)
	if err != nil {
		w.fail(fmt.Errorf("canon: number: %w", err))
		return
	}
	if d.Exponent() > 400 || d.Exponent() < -400 { // more than any float64; refuse to print a million zeros
		w.fail(fmt.Errorf("canon: number out of range"))
		return
	}
	t := d.String()
	if strings.Contains(t, ".") {
		t = strings.TrimRight(strings.TrimRight(t, "0"), ".")
	}
	if t == "-0" || t == "" {
		t = "0"
	}
	w.put(tagNumber, []byte(t))
}

func (w *Writer) viaJSON(v any) {
	b, err := json.Marshal(v)
	if err != nil {
		w.fail(fmt.Errorf("canon: %w", err))
		return
	}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	var plain any
	if err := dec.Decode(&plain); err != nil {
		w.fail(fmt.Errorf("canon: %w", err))
		return
	}
	w.value(plain)
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

// Err tells why the encoding is unusable, if it is.
func (w *Writer) Err() error { return w.err }

// Encoded returns the canonical bytes.
func (w *Writer) Encoded() []byte { return bytes.Clone(w.buf) }

// Sum returns the digest of the canonical bytes, "sha256:" and hex; empty if something could not be encoded.
func (w *Writer) Sum() string {
	if w.err != nil {
		return ""
	}
	return Digest(w.buf)
}

// Digest names and hashes plain bytes, such as the content of a file.
func Digest(b []byte) string {
	h := sha256.Sum256(b)
	return Prefix + hex.EncodeToString(h[:])
}

// Raw returns the 32 bytes of a digest.
func Raw(digest string) ([]byte, error) {
	h, ok := strings.CutPrefix(digest, Prefix)
	if !ok {
		return nil, fmt.Errorf("canon: digest without %q", Prefix)
	}
	b, err := hex.DecodeString(h)
	if err != nil || len(b) != sha256.Size || h != strings.ToLower(h) {
		return nil, fmt.Errorf("canon: malformed digest")
	}
	return b, nil
}
