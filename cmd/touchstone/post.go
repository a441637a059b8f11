package main

import (
	"fmt"

	"touchstone/internal/actor"
	"touchstone/internal/app"
	"touchstone/internal/i18n"
	"touchstone/internal/identity"
)

type userMoveCmd struct {
	Username string `arg:"" help:"Account name."`
	Agency   string `required:"" help:"Code of the agency of the new post."`
	Unit     string `required:"" help:"Code of its unit."`
}

// Run is touchstone user move. Everything of the former post ends in the same act; roles of the new one are granted anew.
func (u *userMoveCmd) Run(h *host) error {
	return h.changing(func(a *app.App) error {
		in := identity.MoveInput{Username: u.Username, Agency: u.Agency, Unit: u.Unit}
		return h.told(a.Move(h.ctx, h.operating(), in), "identity.moved", "user", u.Username, "unit", u.Agency+"/"+u.Unit)
	})
}

type userDisableCmd struct {
	Username string `arg:"" help:"Account name."`
}

// Run is touchstone user disable.
func (u *userDisableCmd) Run(h *host) error {
	return h.changing(func(a *app.App) error {
		return h.told(a.Disable(h.ctx, h.operating(), u.Username), "identity.disabled", "user", u.Username)
	})
}

type userRevokeCmd struct {
	Username string `arg:"" help:"Account name."`
	Role     string `arg:"" help:"Code of the role."`
}

// Run is touchstone user revoke.
func (u *userRevokeCmd) Run(h *host) error {
	return h.changing(func(a *app.App) error {
		return h.told(a.Revoke(h.ctx, h.operating(), u.Username, actor.Role(u.Role)), "identity.revoked", "user", u.Username, "role", u.Role)
	})
}

type userUnlockCmd struct {
	Username string `arg:"" help:"Account name."`
	By       string `required:"" help:"Account name of the security administrator who says so."`
	Reason   string `required:"" help:"Why; it stands in the ledger."`
}

// Run is touchstone user unlock.
func (u *userUnlockCmd) Run(h *host) error {
	return h.changing(func(a *app.App) error {
		in := identity.ReopenInput{Username: u.Username, By: u.By, Reason: u.Reason}
		return h.told(a.Identity.Reopen(h.ctx, h.operating(), in), "identity.reopened", "user", u.Username)
	})
}

// operating is who acts on the command line: the user of the operating system, who has no account here.
func (h *host) operating() actor.Actor { return actor.Automatic("os:" + h.operator) }

// told says that something was done, unless it was not.
func (h *host) told(err error, key string, args ...any) error {
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(h.out, i18n.T(h.english(), key, args...))
	return err
}
