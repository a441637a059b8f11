package main

import (
	"encoding/json"
	"fmt"
	"runtime/debug"

	"touchstone/migrations"
	"touchstone/policies"
)

type versionCmd struct {
	JSON bool `name:"json" help:"As JSON."`
}

// version is what scripts read.
type version struct {
	Version  string `json:"version"`
	Go       string `json:"go"`
	Schema   int64  `json:"schema"`
	Policies string `json:"policies"` // SHA-256 over the embedded tables
}

// Run is touchstone version.
func (v *versionCmd) Run(h *host) error {
	schema, err := migrations.Latest()
	if err != nil {
		return err
	}
	hash, err := policies.Hash()
	if err != nil {
		return err
	}
	out := version{Version: "devel", Schema: schema, Policies: hash}
	if info, ok := debug.ReadBuildInfo(); ok {
		out.Go = info.GoVersion
		if info.Main.Version != "" && info.Main.Version != "(devel)" {
			out.Version = info.Main.Version
		}
	}
	if v.JSON {
		return json.NewEncoder(h.out).Encode(out)
	}
	fmt.Fprintf(h.out, "touchstone %s\nschema %d\npolicies %s\n%s\n", out.Version, out.Schema, out.Policies, out.Go)
	return nil
}
