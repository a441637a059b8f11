package job

import (
	"context"
	"database/sql"
	"encoding/json"
	"log/slog"
	"sync"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivertype"

	"touchstone/internal/database"
	"touchstone/internal/errs"
)

// envelope is every job to river: its kind is a value, and uniqueness looks at the key alone.
type envelope struct {
	kind string
	Key  string          `json:"key,omitempty" river:"unique"`
	Data json.RawMessage `json:"data"`
}

// Kind is river's name of the job.
func (e envelope) Kind() string { return e.kind }

// open are the states in which a second job of the same kind and key is not wanted.
func open() []rivertype.JobState {
	return []rivertype.JobState{rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRunning,
		rivertype.JobStateRetryable, rivertype.JobStateScheduled}
}

// inserter has no state but its settings; it is made once because making it costs more than using it.
var inserter = sync.OnceValues(func() (*river.Client[*sql.Tx], error) {
	return river.NewClient(riverdatabasesql.New(nil), &river.Config{Logger: slog.New(slog.DiscardHandler)})
})

// Add plans work in the transaction behind q: it is done after the commit, and never without it. A key keeps a second
// job of the same kind and key away while the first is not finished; no key, no such limit.
func Add(ctx context.Context, q database.Q, kind string, args any, key string) error {
	tx, ok := database.SQLTx(q)
	if !ok {
		return errs.New(errs.Internal, "job.no_transaction")
	}
	data, err := json.Marshal(args)
	if err != nil {
		return errs.Wrap(errs.Internal, "job.failed", err)
	}
	client, err := inserter()
	if err != nil {
		return errs.Wrap(errs.Internal, "job.failed", err)
	}
	opts := &river.InsertOpts{}
	if key != "" {
		opts.UniqueOpts = river.UniqueOpts{ByArgs: true, ByState: open()}
	}
	if _, err := client.InsertTx(ctx, tx, envelope{kind: kind, Key: key, Data: data}, opts); err != nil {
		return database.Translate(err)
	}
	return nil
}
