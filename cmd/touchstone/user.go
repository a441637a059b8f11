package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"touchstone/internal/app"
	"touchstone/internal/database"
)

type userCmd struct {
	List    userListCmd    `cmd:"" help:"List accounts with the roles in force."`
	Move    userMoveCmd    `cmd:"" help:"Bring somebody to another unit; everything of the former post ends."`
	Disable userDisableCmd `cmd:"" help:"Close an account at once; its places on cases end."`
	Revoke  userRevokeCmd  `cmd:"" help:"End a role of an account at once."`
	Unlock  userUnlockCmd  `cmd:"" help:"Open an account that too many wrong credentials have closed."`
}

type userListCmd struct {
	Agency string `help:"Only this agency (code)."`
	JSON   bool   `name:"json" help:"As JSON."`
}

// userLine is one account as scripts read it.
type userLine struct {
	Username string   `json:"username"`
	Name     string   `json:"name"`
	Agency   string   `json:"agency"`
	Unit     string   `json:"unit"`
	Roles    []string `json:"roles"`
	Kind     string   `json:"kind"`
	Disabled bool     `json:"disabled"`
}

// Run is touchstone user list.
func (u *userListCmd) Run(h *host) error {
	return h.reading(database.RoleApp, func(a *app.App) error { return u.list(h, a) })
}

func (u *userListCmd) list(h *host, a *app.App) error {
	users, err := a.Identity.Users(h.ctx, u.Agency)
	if err != nil {
		return err
	}
	lines := make([]userLine, 0, len(users))
	for _, r := range users {
		l := userLine{Username: r.Username, Name: r.NameZH, Agency: r.AgencyCode, Unit: r.UnitZH, Roles: []string{}, Kind: r.Kind, Disabled: r.Disabled}
		for _, g := range r.Grants {
			l.Roles = append(l.Roles, g.Role)
		}
		lines = append(lines, l)
	}
	if u.JSON {
		return json.NewEncoder(h.out).Encode(lines)
	}
	for _, l := range lines {
		fmt.Fprintf(h.out, "%-14s %-8s %-24s %-8s %s\n", l.Username, l.Agency, strings.Join(l.Roles, ","), l.Kind, l.Name)
	}
	return nil
}
