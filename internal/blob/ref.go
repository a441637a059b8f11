package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/fnv"
	"io"
	"iter"
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"touchstone/internal/errs"
)

// bufferSize suits the processor's cache; larger buffers and pipelines measured slower.
const bufferSize = 256 << 10

// Ref says where bytes lie and what they are.
type Ref struct {
	Agency int64
	Case   int64  // 0: of no case (a tip's, a document's before its case exists)
	Digest string // "sha256:" and 64 hexadecimal digits
	Size   int64
}

var digestForm = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

// key is the address below the root: agency/case/ab/abcdef….
func (r Ref) key() (string, error) {
	if !r.Valid() {
		return "", errs.New(errs.Internal, "blob.bad_address")
	}
	hexa := strings.TrimPrefix(r.Digest, "sha256:")
	return path.Join(strconv.FormatInt(r.Agency, 10), strconv.FormatInt(r.Case, 10), hexa[:2], hexa), nil
}

// Valid tells whether it is the address of anything.
func (r Ref) Valid() bool { return r.Agency > 0 && r.Case >= 0 && digestForm.MatchString(r.Digest) }

// Lock is the number under which a database keeps two away from one address.
func (r Ref) Lock() int64 {
	h := fnv.New64a()
	fmt.Fprintf(h, "touchstone blob %d %d %s", r.Agency, r.Case, r.Digest)
	return int64(h.Sum64())
}

// refOf reads an address back; false for what is no address, such as a temporary file.
func refOf(key string, size int64) (Ref, bool) {
	parts := strings.Split(key, "/")
	if len(parts) != 4 {
		return Ref{}, false
	}
	agency, errA := strconv.ParseInt(parts[0], 10, 64)
	file, errC := strconv.ParseInt(parts[1], 10, 64)
	r := Ref{Agency: agency, Case: file, Digest: "sha256:" + parts[3], Size: size}
	want, err := r.key()
	return r, errA == nil && errC == nil && err == nil && want == key
}

// Store keeps bytes. All methods are safe for concurrent use.
type Store interface {
	// Put reads r to its end and returns once the bytes would survive a power cut. On any error nothing is kept.
	Put(ctx context.Context, agency, file int64, r io.Reader) (Ref, error)
	// Stage is Put up to where the bytes are at their address: that is left to Staged.Place.
	Stage(ctx context.Context, agency, file int64, r io.Reader) (*Staged, error)
	// Open returns the bytes without looking whether they are still right: see Verify and Reader.
	Open(ctx context.Context, ref Ref) (io.ReadCloser, error)
	// Stat tells the size that is stored now.
	Stat(ctx context.Context, ref Ref) (int64, error)
	// Walk lists everything that is stored, in no order.
	Walk(ctx context.Context) iter.Seq2[Ref, error]
	// Sweep removes what interrupted writers left and tells how many.
	Sweep(ctx context.Context) (int, error)
	// StoredAt tells when the bytes came to lie at their address.
	StoredAt(ctx context.Context, ref Ref) (time.Time, error)
	// Trash takes bytes from their address into the trash of a day; Restore brings them back; EmptyTrash removes for good
	// what was thrown away before a day.
	Trash(ctx context.Context, ref Ref, day time.Time) error
	Restore(ctx context.Context, ref Ref) error
	EmptyTrash(ctx context.Context, before time.Time) (int, error)
	// Mark reads a short text that lies beside the bytes; empty where there is none. SetMark writes one.
	Mark(ctx context.Context, name string) (string, error)
	SetMark(ctx context.Context, name, text string) error
}

// Verify reads the bytes in full and compares size and digest. Missing is NotFound, different is Conflict.
func Verify(ctx context.Context, s Store, ref Ref) error {
	r, err := Reader(ctx, s, ref)
	if err != nil {
		return err
	}
	_, err = io.CopyBuffer(onlyWriter{io.Discard}, r, make([]byte, bufferSize))
	if cerr := r.Close(); err == nil && cerr != nil {
		err = failure(cerr)
	}
	return err
}

// WholeFirst is the size up to which bytes are compared in full before the first of them is given out (security D6).
const WholeFirst = 64 << 20

// Whole is Reader after a first reading of what is not too large for it: then a difference is told before anything has been
// given out.
func Whole(ctx context.Context, s Store, ref Ref) (io.ReadCloser, error) {
	if ref.Size <= WholeFirst {
		if err := Verify(ctx, s, ref); err != nil {
			return nil, err
		}
	}
	return Reader(ctx, s, ref)
}

// Answers is an error where the store itself cannot be read or is not the one that it was: what cannot be read then says
// nothing about the single file.
func Answers(ctx context.Context, s Store) error {
	if o, ok := s.(interface{ Check(context.Context) error }); ok {
		return o.Check(ctx)
	}
	_, err := s.Mark(ctx, ownerMark)
	return err
}

// Reader is Open with a check: where the bytes are not those of ref, a Read fails before the last of them are given out.
// Whoever passes them on must break off then (security D6).
func Reader(ctx context.Context, s Store, ref Ref) (io.ReadCloser, error) {
	r, err := s.Open(ctx, ref)
	if err != nil {
		return nil, err
	}
	return &holding{ReadCloser: &checked{ReadCloser: r, ref: ref, sum: sha256.New()}}, nil
}

type checked struct {
	io.ReadCloser
	ref  Ref
	sum  hash.Hash
	size int64
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	_, _ = c.sum.Write(p[:n]) // a hash never fails
	c.size += int64(n)
	if c.size > c.ref.Size {
		return 0, damaged(c.ref)
	}
	if err == io.EOF && (c.size != c.ref.Size || digest(c.sum) != c.ref.Digest) {
		return 0, damaged(c.ref)
	}
	if err != nil && err != io.EOF {
		return n, torn(err)
	}
	return n, err
}

// torn is a stream of the store that broke off: nothing is known of the bytes, and nobody is at fault who sent or asked.
func torn(err error) error {
	var own *errs.E
	if errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &own) {
		return errs.Wrap(errs.Unavailable, "blob.failed", err)
	}
	return failure(err)
}

func damaged(ref Ref) error {
	return errs.Wrap(errs.Conflict, "blob.damaged", fmt.Errorf("agency %d case %d %s", ref.Agency, ref.Case, ref.Digest))
}

func digest(h hash.Hash) string { return "sha256:" + hex.EncodeToString(h.Sum(nil)) }

// onlyWriter hides ReaderFrom, so that the buffer given to CopyBuffer is the one in use.
type onlyWriter struct{ io.Writer }

// withContext ends reading when the caller has gone.
type withContext struct {
	ctx context.Context
	r   io.Reader
}

func (w withContext) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.r.Read(p)
}
