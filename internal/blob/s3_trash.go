package blob

import (
	"context"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"touchstone/internal/errs"
)

// Trash moves an object into the trash of a day.
func (s *S3) Trash(ctx context.Context, ref Ref, day time.Time) error {
	key, err := ref.key()
	if err != nil {
		return err
	}
	return s.move(ctx, key, trashDir+"/"+day.UTC().Format(trashDay)+"/"+key)
}

// Restore takes an object out of the trash again.
func (s *S3) Restore(ctx context.Context, ref Ref) error {
	key, err := ref.key()
	if err != nil {
		return err
	}
	list, cancel := context.WithCancel(ctx)
	defer cancel()
	for o := range s.client.ListObjectsIter(list, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix + trashDir + "/", Recursive: true}) {
		if o.Err != nil {
			return s.failure(o.Err)
		}
		if name := strings.TrimPrefix(o.Key, s.prefix); strings.HasSuffix(name, "/"+key) && strings.Count(name, "/") == strings.Count(key, "/")+2 {
			return s.move(ctx, name, key)
		}
	}
	return errs.New(errs.NotFound, "blob.missing")
}

// EmptyTrash removes what was thrown away before a day.
func (s *S3) EmptyTrash(ctx context.Context, before time.Time) (int, error) {
	n, prefix := 0, s.prefix+trashDir+"/"
	for o := range s.client.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: prefix, Recursive: true}) {
		if o.Err != nil {
			return n, s.failure(o.Err)
		}
		day, _, _ := strings.Cut(strings.TrimPrefix(o.Key, prefix), "/")
		if _, err := time.Parse(trashDay, day); err != nil || day >= before.UTC().Format(trashDay) {
			continue
		}
		if err := s.client.RemoveObject(ctx, s.bucket, o.Key, minio.RemoveObjectOptions{}); err != nil {
			return n, s.failure(err)
		}
		n++
	}
	return n, nil
}

// move copies an object inside the store and removes it where it was.
func (s *S3) move(ctx context.Context, from, to string) error {
	info, err := s.client.StatObject(ctx, s.bucket, s.prefix+from, minio.StatObjectOptions{})
	if err != nil {
		return s.failure(err)
	}
	if err := s.copy(ctx, from, to, info.Size); err != nil {
		return s.failure(err)
	}
	return s.failure(s.client.RemoveObject(ctx, s.bucket, s.prefix+from, minio.RemoveObjectOptions{}))
}

func (s *S3) copy(ctx context.Context, from, to string, size int64) error {
	_, err := s.client.ComposeObject(ctx, minio.CopyDestOptions{Bucket: s.bucket, Object: s.prefix + to, Size: size},
		minio.CopySrcOptions{Bucket: s.bucket, Object: s.prefix + from})
	return err
}

// StoredAt is when the object was put at its address.
func (s *S3) StoredAt(ctx context.Context, ref Ref) (time.Time, error) {
	key, err := ref.key()
	if err != nil {
		return time.Time{}, err
	}
	info, err := s.client.StatObject(ctx, s.bucket, s.prefix+key, minio.StatObjectOptions{})
	return info.LastModified, s.failure(err)
}
