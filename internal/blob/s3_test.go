package blob_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"touchstone/internal/blob"
)

// gateway finds the S3 server of tools/s3.mod, or builds it in the long mode: 50 seconds that not every run should pay.
func gateway(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	bin := filepath.Join(cache, "touchstone-test", "versitygw")
	if _, err := os.Stat(bin); err == nil {
		return bin
	}
	if os.Getenv("LONG") == "" {
		t.Skip("the S3 half of the conformance suite needs versitygw, which LONG=1 builds; the file system half runs always")
	}
	build := exec.Command("go", "build", "-modfile=tools/s3.mod", "-o", bin, "github.com/versity/versitygw/cmd/versitygw")
	build.Dir = "../.."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("versitygw: %v: %s", err, out)
	}
	return bin
}

func TestS3_Conforms(t *testing.T) {
	bin := gateway(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close()
	data := t.TempDir()
	cmd := exec.Command(bin, "--access", "testkey", "--secret", "testsecret", "--port", addr, "posix", data)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	t.Setenv("AWS_ACCESS_KEY_ID", "testkey")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "testsecret")
	makeBucket(t, addr)
	s, err := blob.Open(t.Context(), "s3://evidence/office?insecure=1&endpoint="+addr)
	if err != nil {
		t.Fatal(err)
	}
	conform(t, s)
}

func makeBucket(t *testing.T, addr string) {
	t.Helper()
	c, err := minio.New(addr, &minio.Options{Creds: credentials.NewEnvAWS()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := c.MakeBucket(ctx, "evidence", minio.MakeBucketOptions{})
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("the server did not come up: %v", err)
		case <-tick.C:
		}
	}
}
