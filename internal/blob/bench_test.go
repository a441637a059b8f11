package blob_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"touchstone/internal/blob"
)

// BenchmarkPut compares storing evidence, hashed and made durable, with a plain copy made durable.
func BenchmarkPut(b *testing.B) {
	const size = 64 << 20
	content := noise(size)
	root := b.TempDir()
	s, err := blob.OpenFiles(root)
	if err != nil {
		b.Fatal(err)
	}
	plain := func() error {
		f, err := os.Create(filepath.Join(root, "plain"))
		if err != nil {
			return err
		}
		_, err = io.Copy(f, bytes.NewReader(content))
		return errors.Join(err, f.Sync(), f.Close())
	}
	var ours, baseline time.Duration
	for b.Loop() { // interleaved: both see the same machine
		at := time.Now()
		if _, err := s.Put(b.Context(), agency, file, bytes.NewReader(content)); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(at)
		at = time.Now()
		if err := plain(); err != nil {
			b.Fatal(err)
		}
		baseline += time.Since(at)
	}
	rate := func(d time.Duration) float64 { return float64(size) * float64(b.N) / 1e6 / d.Seconds() }
	b.ReportMetric(rate(ours), "ours_MB/s")
	b.ReportMetric(rate(baseline), "baseline_MB/s")
	b.ReportMetric(float64(baseline)/float64(ours), "ratio")
}
