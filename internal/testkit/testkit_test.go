package testkit_test

import (
	"bytes"
	"fmt"
	"image/png"
	"io"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"touchstone/internal/testkit"
)

const form = `<!doctype html><html lang="en"><head><title>f</title><style>@media (prefers-color-scheme: dark){body{background:#000;color:#fff}}</style></head>
<body data-page="P00"><h1>Form</h1><a id="away" href="/next?a=1">away</a>
<form method="post" action="/act" data-act="x.y">
<input type="hidden" name="key" value="k1"><input type="hidden" name="version" value="7">
<label>Reason <textarea name="reason">
old</textarea></label>
<select name="kind" aria-label="kind"><option value="a">A</option><option value="b" selected>B</option></select>
<label><input type="checkbox" name="tick" value="1" checked>one</label><label><input type="checkbox" name="tick" value="2">two</label>
<label><input type="radio" name="pick" value="l">l</label><label><input type="radio" name="pick" value="r" checked>r</label>
<fieldset disabled><input name="off" value="x" aria-label="off"></fieldset>
<button id="go" name="do" value="it">Go</button></form>
<script>document.body.dataset.js = "on"; window.doc = 1;</script></body></html>`

func site() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "ts", Value: "1", HttpOnly: true, Path: "/"})
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Security-Policy", "script-src 'unsafe-inline'")
		_, _ = io.WriteString(w, form)
	})
	mux.HandleFunc("POST /act", func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("ts"); err != nil {
			http.Error(w, "no cookie", http.StatusUnauthorized)
			return
		}
		if err := r.ParseForm(); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		http.Redirect(w, r, "/done?"+r.PostForm.Encode(), http.StatusSeeOther)
	})
	mux.HandleFunc("GET /done", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = fmt.Fprintf(w, "<p id=q>%s</p><p id=site>%s</p>", r.URL.RawQuery, r.Header.Get("Sec-Fetch-Site"))
	})
	mux.HandleFunc("GET /next", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w,
			`<form method="post" action="/up" enctype="multipart/form-data"><input name="key" value="k2"><input type="file" name="file"><button>u</button></form>`)
	})
	mux.HandleFunc("POST /up", func(w http.ResponseWriter, r *http.Request) {
		mr, err := r.MultipartReader()
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		for p, err := mr.NextPart(); err == nil; p, err = mr.NextPart() {
			b, _ := io.ReadAll(p)
			_, _ = fmt.Fprintf(w, "%s:%s:%s;", p.FormName(), p.FileName(), b)
		}
	})
	return mux
}

func TestClient_SendsTheFormItSees(t *testing.T) {
	t.Parallel()
	c := testkit.NewClient(t, site())
	p := c.Get("/").Want(http.StatusOK)
	f := p.Form("[data-act='x.y']")
	if got := f.Value("reason"); got != "old" {
		t.Errorf("textarea %q", got)
	}
	if got := f.Offers("kind"); !slices.Equal(got, []string{"a", "b"}) {
		t.Errorf("offers %q", got)
	}
	done := f.Set("reason", "新的 reason").Set("tick", "1", "2").Submit("#go").Want(http.StatusOK)
	want := "do=it&key=k1&kind=b&pick=r&reason=%E6%96%B0%E7%9A%84+reason&tick=1&tick=2&version=7"
	if got := done.One("#q").Text(); got != want {
		t.Errorf("sent %s\nwant %s", got, want)
	}
	c.Follow = false
	if got := p.Form("form").Submit(); got.Status != http.StatusSeeOther || !strings.HasPrefix(got.Header.Get("Location"), "/done?") {
		t.Errorf("status %d to %q", got.Status, got.Header.Get("Location"))
	}
	c.Follow = true
	up := p.Click("#away").Form("form").File("file", "账册.csv", []byte("a,b")).Submit().Want(http.StatusOK)
	if up.Body != "key::k2;file:账册.csv:a,b;" {
		t.Errorf("multipart: %s", up.Body)
	}
}

func TestDB_IsAloneAndMigrated(t *testing.T) {
	t.Parallel()
	one, two := testkit.DB(t), testkit.DB(t)
	super := testkit.Super(t, one)
	if _, err := super.Exec(t.Context(), "INSERT INTO settings VALUES ('test', '1')"); err != nil {
		t.Fatal(err)
	}
	var n int
	if err := two.Read().QueryRow(t.Context(), "SELECT count(*) FROM settings WHERE key = 'test'").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d rows of the other test, %v", n, err)
	}
	if err := two.Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestClock_StandsStill(t *testing.T) {
	t.Parallel()
	c := testkit.NewClock("2026-05-12T09:00:00+08:00")
	a := c.Now()
	if !a.Equal(c.Now()) || a.Location() != time.UTC {
		t.Fatal("it moved, or it is not in UTC")
	}
	c.Advance(time.Hour)
	if c.Now().Sub(a) != time.Hour {
		t.Error("it did not advance")
	}
}

func TestTab_ByKeyboardWithAndWithoutScripts(t *testing.T) {
	t.Parallel()
	origin := testkit.Serve(t, site())
	for _, scripts := range []bool{true, false} {
		tab := testkit.OpenTab(t, origin, testkit.Scripts(scripts)).Open("/")
		if got := tab.Page().One("body").Attr("data-js"); (got == "on") != scripts {
			t.Errorf("scripts %t: data-js=%q", scripts, got)
		}
		tab.FillByKey("reason", "by key").Reach("#go").Go(testkit.Enter)
		if got := tab.Page().One("#q").Text(); !strings.Contains(got, "reason=by+key") || !strings.Contains(got, "do=it") {
			t.Errorf("sent %s", got)
		}
	}
}

func TestTab_LooksAndAdopts(t *testing.T) {
	t.Parallel()
	origin := testkit.Serve(t, site())
	c := testkit.Visit(t, origin)
	c.Get("/")
	dark := testkit.OpenTab(t, origin, testkit.Dark(), testkit.Window(400, 300))
	dark.Adopt(c)
	if got := dark.Open("/").Eval("getComputedStyle(document.body).backgroundColor"); got != "rgb(0, 0, 0)" {
		t.Errorf("background %s", got)
	}
	img, err := png.Decode(bytes.NewReader(dark.Screenshot("testkit-dark")))
	if err != nil || img.Bounds().Dx() != 400 {
		t.Errorf("screenshot %v %v", img, err)
	}
}

const leaveVar = "TOUCHSTONE_TEST_LEAVE"

// A test process that dies at once leaves neither a server nor a folder.
func TestScratch_GoesWithTheProcess(t *testing.T) {
	t.Parallel()
	if os.Getenv(leaveVar) != "" {
		testkit.DB(t)
		dir, err := testkit.Scratch()
		fmt.Printf("scratch %s %v\n", dir, err)
		_ = os.Stdout.Sync()
		p, err := os.FindProcess(os.Getpid())
		if err == nil {
			_ = p.Kill()
		}
		select {}
	}
	cmd := exec.Command(os.Args[0], "-test.run", "^TestScratch_GoesWithTheProcess$")
	cmd.Env = append(os.Environ(), leaveVar+"=1")
	out, _ := cmd.Output() // killed: an error is what we expect
	_, dir, ok := strings.Cut(strings.TrimSuffix(string(out), " <nil>\n"), "scratch ")
	if !ok {
		t.Fatalf("the other process said %q", out)
	}
	deadline := time.After(60 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := os.Stat(dir); os.IsNotExist(err) {
			return
		}
		select {
		case <-deadline:
			t.Fatalf("%s is still there", dir)
		case <-tick.C:
		}
	}
}
