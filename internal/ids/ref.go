// Package ids makes and checks the identifiers that people read, type and dictate: references of this system,
// unified social credit codes, resident identity numbers and customs commodity codes.
package ids

import (
	"fmt"
	"io"
	"strings"

	"touchstone/internal/written"
)

// Prefixes of references: what kind of thing a reference names.
const (
	Case       = "SM"
	Referral   = "RF"
	Evidence   = "EV"
	Document   = "DC"
	Approval   = "AP"
	Handover   = "HO"
	Tip        = "TP"
	Party      = "PT"
	MSS        = "MS"
	Matter     = "MT"
	Record     = "RC"
	Attachment = "AF"
	User       = "UA"
	Goods      = "GD"
	File       = "FX"
	Request    = "RQ"
	Person     = "PE"
	View       = "CV"
	refLen     = len("SM-XXXX-XXXX-C")
	randomLen  = 5 // bytes: 40 bits, eight letters of five bits
	fieldPoly  = 0b100101
	fieldSize  = 32
	prefixSize = 2
)

// crockford leaves out I, L, O and U: they are read as 1, 1, 0 and V.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Prefixes lists every prefix that a reference may have.
func Prefixes() []string {
	return []string{Case, Referral, Evidence, Document, Approval, Handover, Tip, Party, MSS, Matter, Record, Attachment, User, Goods, File, Request, Person, View}
}

// NewRef makes a reference from 40 random bits. It says nothing about order, time or number of cases.
func NewRef(prefix string, random io.Reader) (string, error) {
	if !knownPrefix(prefix) {
		return "", fmt.Errorf("ids: unknown prefix %q", prefix)
	}
	var b [randomLen]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("ids: random bits: %w", err)
	}
	n := uint64(b[0])<<32 | uint64(b[1])<<24 | uint64(b[2])<<16 | uint64(b[3])<<8 | uint64(b[4])
	var block [8]byte
	for i := range block {
		block[i] = crockford[n>>(35-5*i)&31]
	}
	return assemble(prefix, string(block[:])), nil
}

func assemble(prefix, block string) string {
	return prefix + "-" + block[:4] + "-" + block[4:] + "-" + string(check(prefix, block))
}

// check sums the letters in the field of 32 elements, each times another power of the generator: any one wrong
// letter and any two exchanged letters change it. The prefix counts, so a case number is never a referral number.
func check(prefix, block string) byte {
	sum, weight := 0, 1
	add := func(v int) {
		weight = multiply(weight, 2)
		sum ^= multiply(weight, v)
	}
	for i := range len(prefix) {
		add(int(prefix[i]-'A') + 1)
	}
	for i := range len(block) {
		add(strings.IndexByte(crockford, block[i]))
	}
	return crockford[sum]
}

// multiply works in GF(32) with x^5 + x^2 + 1.
func multiply(a, b int) int {
	p := 0
	for ; b > 0; b >>= 1 {
		if b&1 == 1 {
			p ^= a
		}
		if a <<= 1; a >= fieldSize {
			a ^= fieldPoly
		}
	}
	return p
}

// Valid tells whether ref is a reference exactly as NewRef writes it.
func Valid(ref string) bool {
	n, ok := Normal(ref)
	return ok && n == ref
}

// ValidOf tells whether ref is a reference of that kind.
func ValidOf(prefix, ref string) bool { return Valid(ref) && PrefixOf(ref) == prefix }

// PrefixOf returns the prefix of a reference.
func PrefixOf(ref string) string {
	if len(ref) < prefixSize {
		return ""
	}
	return ref[:prefixSize]
}

// mostTyped bounds the bytes of what may be a reference at all: full-width characters with marks between them.
const mostTyped = 16 * refLen

// Normal reads a reference as a person writes or pastes it: any case and width, any dash, spaces or no hyphens, O for 0, I
// or L for 1.
func Normal(s string) (string, bool) {
	if len(s) > mostTyped {
		return "", false
	}
	s = written.Identifier(s)
	if len(s) != prefixSize+9 {
		return "", false
	}
	prefix := s[:prefixSize]
	rest := strings.NewReplacer("O", "0", "I", "1", "L", "1").Replace(s[prefixSize:])
	if !knownPrefix(prefix) || strings.Trim(rest, crockford) != "" {
		return "", false
	}
	ref := assemble(prefix, rest[:8])
	return ref, ref[refLen-1] == rest[8]
}

func knownPrefix(p string) bool {
	for _, k := range Prefixes() {
		if k == p {
			return true
		}
	}
	return false
}
