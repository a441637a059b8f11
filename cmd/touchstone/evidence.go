package main

import (
	"encoding/json"
	"fmt"

	"touchstone/internal/app"
	"touchstone/internal/evidence"
	"touchstone/internal/i18n"
)

// EvidenceCmd is what an operator does with what is stored.
type EvidenceCmd struct {
	Reverify ReverifyCmd `cmd:"" help:"Read stored files against their digests; what was frozen and is right again thaws. Exit 3 where one is missing or altered."`
}

// ReverifyCmd reads stored files again.
type ReverifyCmd struct {
	All  bool `help:"Everything; without it what was never read, not for a week, or last found wrong."`
	JSON bool `name:"json" help:"Print JSON."`
}

// Run is touchstone evidence reverify.
func (r *ReverifyCmd) Run(h *host) error {
	return h.changing(func(a *app.App) error {
		last := -1
		done, err := a.Reverifier().All(h.ctx, h.operating(), r.All, func(at evidence.Run) {
			if !r.JSON && at.Done != last {
				last = at.Done
				fmt.Fprintln(h.out, i18n.T(h.english(), "evidence.runs.under_way", "done", at.Done, "total", at.Total, "altered", at.Altered, "missing", at.Missing))
			}
		})
		if err != nil {
			return err
		}
		if r.JSON {
			err = json.NewEncoder(h.out).Encode(map[string]any{"files": done.Done, "altered": done.Altered, "missing": done.Missing, "thawed": done.Thawed})
		} else {
			_, err = fmt.Fprintln(h.out, i18n.T(h.english(), "evidence.runs.result", "done", done.Done, "altered", done.Altered, "missing", done.Missing, "thawed",
				done.Thawed))
		}
		if err == nil && done.Altered+done.Missing > 0 {
			err = &differenceError{i18n.T(h.english(), "evidence.runs.difference")}
		}
		return err
	})
}
