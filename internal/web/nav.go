package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"touchstone/internal/actor"
	"touchstone/internal/i18n"
	"touchstone/views/layout"
)

// item is one line of the left navigation: where it leads, the name of its count, its shortcut.
type item struct{ path, label, count, key string }

const navLimit = 8

// menus picks navigation by role group (ui.md §2.1). What a role may do stands in the policy; this only picks menus.
type menu struct {
	roles []actor.Role
	items []item
}

func menus() []menu {
	home := item{"/", "web.nav.home", "", ""}
	inbox := item{"/inbox", "web.nav.inbox", "inbox", "inbox"}
	toRead := item{"/inbox?tab=cc", "web.nav.to_read", "to_read", ""}
	cases := item{"/cases", "web.nav.cases", "", "cases"}
	clocks := item{"/clocks", "web.nav.clocks", "clocks", ""}
	statistics := item{"/reports/monthly", "web.nav.statistics", "", ""}
	handovers := item{"/handovers", "web.nav.handovers", "handovers", ""}
	exports := item{"/exports", "web.nav.exports", "", ""}
	return []menu{
		{[]actor.Role{actor.PSIntake, actor.MSSLiaison}, []item{
			home, {"/referrals/received", "web.nav.incoming", "received", ""}, inbox, cases, clocks, statistics}},
		{[]actor.Role{actor.PSInvestigator}, []item{
			home, inbox, cases, {"/referrals/received", "web.nav.incoming", "received", ""}, clocks, handovers, statistics}},
		{[]actor.Role{actor.IntakeOfficer, actor.CaseHandler}, []item{
			home, inbox, cases, {"/tips", "web.nav.tips", "tips", ""}, clocks, {"/referrals", "web.nav.referrals", "referrals", ""},
			{"/parties", "web.nav.parties", "", ""}, statistics}},
		{[]actor.Role{
			actor.UnitHead, actor.AgencyHead, actor.PrincipalHead, actor.SecrecyOfficer, actor.PSUnitHead, actor.PSCountyHead, actor.PSHigherHead,
			actor.MSSUnitHead, actor.LegalReviewer, actor.HearingOfficer, actor.PSLegalOffice}, []item{
			home, inbox, {"/inbox?tab=done", "web.nav.done", "", ""}, toRead, cases, clocks,
			{"/access-requests", "web.nav.access", "access", ""}, statistics}},
		{[]actor.Role{actor.EvidenceCustodian}, []item{
			home, {"/custody", "web.nav.custody", "custody", ""}, handovers, inbox, cases, clocks}},
		{[]actor.Role{actor.CoordReader, actor.CoordIssuer}, []item{
			home, {"/reports/monthly", "web.nav.monthly", "", ""}, {"/clocks", "web.nav.monitor", "", ""},
			{"/followups", "web.nav.followups", "followups", ""}, exports}},
		{[]actor.Role{actor.Sysadmin, actor.Secadmin}, []item{
			home, toRead, {"/admin/users", "web.nav.users", "", ""}, {"/admin/agencies", "web.nav.orgs", "", ""}, {"/admin/status", "web.nav.status", "", ""},
			{"/admin/files", "web.nav.files", "", ""}}},
		{[]actor.Role{actor.Auditor}, []item{
			home, toRead, {"/audit", "web.nav.events", "", ""}, {"/audit/reviews", "web.nav.reviews", "", ""}, {"/audit/verify", "web.nav.integrity", "", ""},
			{"/admin/files", "web.nav.files", "", ""}, {"/admin/users", "web.nav.register", "", ""}, exports}},
	}
}

// serves tells whose menu it is. Everybody of the coordination office has that office's, whatever else he is there: it
// opens no file.
func (m menu) serves(a actor.Actor) bool {
	if a.AgencyKind == actor.Coordination {
		return slices.Contains(m.roles, actor.CoordReader)
	}
	return a.HasAny(m.roles...)
}

// nav is the navigation of one reader: the menus of the roles held, without pages that are not built.
func (s *Server) nav(ctx context.Context, a actor.Actor, at string, counts map[string]int) []layout.NavItem {
	var chosen []item
	for _, m := range menus() {
		if !m.serves(a) {
			continue
		}
		for _, i := range m.items {
			path, _, _ := strings.Cut(i.path, "?")
			_, built := s.table[http.MethodGet+" "+path]
			known := slices.ContainsFunc(chosen, func(o item) bool { return o.path == i.path })
			if built && !known && len(chosen) < navLimit {
				chosen = append(chosen, i)
			}
		}
	}
	if chosen == nil {
		chosen = []item{menus()[0].items[0]}
	}
	return present(ctx, chosen, at, counts)
}

func present(ctx context.Context, items []item, at string, counts map[string]int) []layout.NavItem {
	best := ""
	for _, i := range items {
		if (at == i.path || i.path != "/" && strings.HasPrefix(at, i.path+"/")) && len(i.path) > len(best) {
			best = i.path
		}
	}
	out := make([]layout.NavItem, 0, len(items))
	for _, i := range items {
		n := layout.NavItem{Label: i18n.T(ctx, i.label), Href: i.path, Key: i.key, Current: i.path == best}
		if v := counts[i.count]; i.count != "" && v > 0 {
			n.Count, n.Alert = strconv.Itoa(v), counts[i.count+".due"] > 0
		}
		out = append(out, n)
	}
	return out
}
