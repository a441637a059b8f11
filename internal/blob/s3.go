package blob

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"iter"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"touchstone/internal/errs"
)

// partSize bounds the memory of one upload of unknown length.
const partSize = 16 << 20

// S3 is a Store in a bucket. An object appears whole or not at all, so the temporary name is only needed because the
// address contains the digest, which is known at the end: the copy from one to the other happens in the store.
type S3 struct {
	client *minio.Client
	bucket string
	prefix string
}

// Open makes the store that TOUCHSTONE_BLOB names: file:///folder, or s3://bucket/prefix?endpoint=host:port&insecure=1.
// Keys of S3 come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or from the machine's own credentials.
func Open(ctx context.Context, address string) (Store, error) {
	return open(ctx, address, OpenFiles)
}

// OpenReading is Open for a command that only reads: it makes no folder, and one that is not there is an error.
func OpenReading(ctx context.Context, address string) (Store, error) {
	return open(ctx, address, openExisting)
}

func open(ctx context.Context, address string, files func(root string) (*Files, error)) (Store, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errs.New(errs.Unavailable, "blob.bad_url")
	}
	switch {
	case u.Scheme == "file" && u.Host == "" && u.Path != "":
		return files(u.Path)
	case u.Scheme == "s3" && u.Host != "" && u.Query().Get("endpoint") != "":
		return openS3(ctx, u)
	}
	return nil, errs.New(errs.Unavailable, "blob.bad_url")
}

func openS3(ctx context.Context, u *url.URL) (*S3, error) {
	keys := credentials.NewIAM("")
	if os.Getenv("AWS_ACCESS_KEY_ID") != "" {
		keys = credentials.NewEnvAWS()
	}
	c, err := minio.New(u.Query().Get("endpoint"), &minio.Options{
		Creds: keys, Secure: u.Query().Get("insecure") == "", Region: u.Query().Get("region"),
	})
	if err != nil {
		return nil, errs.New(errs.Unavailable, "blob.bad_url")
	}
	s := &S3{client: c, bucket: u.Host, prefix: strings.Trim(u.Path, "/")}
	if s.prefix != "" {
		s.prefix += "/"
	}
	there, err := c.BucketExists(ctx, s.bucket)
	if err != nil || !there {
		return nil, errs.Wrap(errs.Unavailable, "blob.failed", errors.Join(err, errors.New("no such bucket")))
	}
	return s, nil
}

// Put uploads under a temporary name while hashing and lets the store copy it to its address.
func (s *S3) Put(ctx context.Context, agency, file int64, r io.Reader) (Ref, error) {
	return placed(ctx, s, agency, file, r)
}

// Stage uploads under a temporary name while hashing.
func (s *S3) Stage(ctx context.Context, agency, file int64, r io.Reader) (*Staged, error) {
	tmp := tmpDir + "/" + rand.Text()
	remove := func() error { // even if the caller has gone
		return s.client.RemoveObject(context.WithoutCancel(ctx), s.bucket, s.prefix+tmp, minio.RemoveObjectOptions{})
	}
	counted := &hashing{r: withContext{ctx, r}, sum: sha256.New()}
	_, err := s.client.PutObject(ctx, s.bucket, s.prefix+tmp, counted, -1, minio.PutObjectOptions{
		PartSize: partSize, ContentType: "application/octet-stream", DisableContentSha256: false,
	})
	if counted.err != nil { // the client takes a torn stream (ErrUnexpectedEOF) for its end, and would keep a part
		err = counted.err
	}
	ref := Ref{Agency: agency, Case: file, Digest: digest(counted.sum), Size: counted.n}
	key, bad := ref.key()
	if err := errors.Join(err, bad); err != nil {
		return nil, s.failure(errors.Join(err, remove()))
	}
	return &Staged{Ref: ref, Slow: true, discard: func() { _ = remove() }, place: func(ctx context.Context) error {
		return s.failure(errors.Join(s.copy(ctx, tmp, key, ref.Size), remove())) // whether or not it worked, the temporary object is of no more use
	}}, nil
}

// Open starts a download.
func (s *S3) Open(ctx context.Context, ref Ref) (io.ReadCloser, error) {
	key, err := ref.key()
	if err != nil {
		return nil, err
	}
	o, err := s.client.GetObject(ctx, s.bucket, s.prefix+key, minio.GetObjectOptions{})
	if err != nil {
		return nil, s.failure(err)
	}
	if _, err := o.Stat(); err != nil { // GetObject itself asks nothing
		return nil, errors.Join(s.failure(err), o.Close())
	}
	return o, nil
}

// Stat asks the store for the size.
func (s *S3) Stat(ctx context.Context, ref Ref) (int64, error) {
	key, err := ref.key()
	if err != nil {
		return 0, err
	}
	info, err := s.client.StatObject(ctx, s.bucket, s.prefix+key, minio.StatObjectOptions{})
	return info.Size, s.failure(err)
}

// Walk lists the objects.
func (s *S3) Walk(ctx context.Context) iter.Seq2[Ref, error] {
	return func(yield func(Ref, error) bool) {
		ctx, cancel := context.WithCancel(ctx) // ends the listing where the caller stops early
		defer cancel()
		for o := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix, Recursive: true}) {
			if o.Err != nil {
				yield(Ref{}, s.failure(o.Err))
				return
			}
			if ref, ok := refOf(strings.TrimPrefix(o.Key, s.prefix), o.Size); ok && !yield(ref, nil) {
				return
			}
		}
	}
}

// deadAfter is how old a temporary object is of which it is taken that nobody writes it any more.
const deadAfter = 24 * time.Hour

// Sweep removes temporary objects and unfinished uploads. It cannot see whether their writer lives, so it goes by their
// age, in the time of the store.
func (s *S3) Sweep(ctx context.Context) (int, error) {
	n := 0
	now, err := s.now(ctx)
	if err != nil {
		return 0, err
	}
	for o := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix + tmpDir + "/", Recursive: true}) {
		if o.Err != nil {
			return n, s.failure(o.Err)
		}
		if now.Sub(o.LastModified) < deadAfter {
			continue
		}
		if err := s.client.RemoveObject(ctx, s.bucket, o.Key, minio.RemoveObjectOptions{}); err != nil {
			return n, s.failure(err)
		}
		n++
	}
	for u := range s.client.ListIncompleteUploads(ctx, s.bucket, s.prefix+tmpDir+"/", true) {
		if u.Err != nil {
			return n, s.failure(u.Err)
		}
		if now.Sub(u.Initiated) < deadAfter {
			continue
		}
		if err := s.client.RemoveIncompleteUpload(ctx, s.bucket, u.Key); err != nil {
			return n, s.failure(err)
		}
		n++
	}
	return n, nil
}

// now is the time of the store: that of an object which is written for it.
func (s *S3) now(ctx context.Context) (time.Time, error) {
	const name = tmpDir + "/time"
	if err := s.SetMark(ctx, name, "time"); err != nil {
		return time.Time{}, err
	}
	info, err := s.client.StatObject(ctx, s.bucket, s.prefix+name, minio.StatObjectOptions{})
	return info.LastModified, s.failure(err)
}

// Mark reads an object at the root.
func (s *S3) Mark(ctx context.Context, name string) (string, error) {
	o, err := s.client.GetObject(ctx, s.bucket, s.prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return "", s.failure(err)
	}
	text, err := io.ReadAll(io.LimitReader(o, markSize))
	if err = errors.Join(s.failure(err), o.Close()); errs.Is(err, errs.NotFound) {
		return "", nil
	}
	return strings.TrimSpace(string(text)), err
}

// SetMark writes an object at the root.
func (s *S3) SetMark(ctx context.Context, name, text string) error {
	_, err := s.client.PutObject(ctx, s.bucket, s.prefix+name, strings.NewReader(text+"\n"), int64(len(text)+1), minio.PutObjectOptions{ContentType: "text/plain"})
	return s.failure(err)
}

func (s *S3) failure(err error) error {
	switch minio.ToErrorResponse(err).Code {
	case "NoSuchKey", "NoSuchObject":
		return errs.Wrap(errs.NotFound, "blob.missing", err)
	case "StorageFull", "XMinioStorageFull", "QuotaExceeded":
		return errs.Wrap(errs.Unavailable, "blob.full", err)
	}
	var network *url.Error
	if errors.As(err, &network) && !errors.Is(err, context.Canceled) {
		return errs.Wrap(errs.Unavailable, "blob.failed", err)
	}
	return failure(err)
}

var errTorn = errors.New("the stream broke off")

// hashing sees the bytes on their way; a hash never fails.
type hashing struct {
	r   io.Reader
	sum hash.Hash
	n   int64
	err error // why reading ended, if not at the end
}

func (h *hashing) Read(p []byte) (int, error) {
	n, err := h.r.Read(p)
	_, _ = h.sum.Write(p[:n])
	h.n += int64(n)
	if err != nil && err != io.EOF {
		h.err = err
		return n, errTorn
	}
	return n, err
}
