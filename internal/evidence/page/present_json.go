package page

import (
	"encoding/json"
	"strings"

	"touchstone/internal/evidence"
	"touchstone/internal/i18n"
	"touchstone/internal/procedure"
	"touchstone/internal/quantity"
	"touchstone/views/ui"
)

// twin is the JSON of an item: what its page shows, no more.
func (h *HTTP) twin(v *view) map[string]any {
	d := v.Item
	out := map[string]any{"ref": d.Ref, "no": d.No, "name": d.Name, "kind": d.Kind, "state": d.State, "track": d.Track, "measure": d.Measure, "finding": d.Finding,
		"version":      d.Version,
		"collected_at": d.CollectedAt, "place": d.CollectedPlace, "collection_method": d.Method, "collectors": []string{d.Collector, d.CoCollector},
		"holder_agency": d.HolderAgency,
		"holder":        ui.Joined(d.HolderAt, d.Holder, d.Place), "seal_no": d.SealNo, "quantity": d.Quantity, "unit": d.Unit, "net_g": grams(d.Net),
		"gross_g":          grams(d.Gross),
		"original_or_copy": d.OriginalOrCopy, "original_location": d.OriginalAt, "parent": d.ParentRef, "handover": v.Waiting, "marking": v.Case.Marking.String()}
	if of := v.of(); of != nil {
		out["case_ref"] = of.Ref
	}
	files := []map[string]any{}
	for _, f := range keptFiles(d.Content, v.Who.AgencyID) {
		files = append(files, map[string]any{"ref": f.Ref, "name": f.Name, "size": f.Size, "media": f.Media, "sha256": bare(f.Digest),
			"sm3": strings.TrimPrefix(f.SM3, "sm3:"), "declared": f.Declared, "hash_state": f.HashState(),
			"verified_at": f.VerifiedAt})
	}
	chain := []map[string]any{}
	for _, s := range d.Chain {
		chain = append(chain, map[string]any{"n": s.N, "action": s.Action, "from": s.From, "to": s.To, "place": s.Place, "method": s.Method, "giver": s.Giver,
			"receiver": s.Receiver,
			"seal_no":  s.SealNo, "hash_state": s.HashState, "note": remark(s), "at": s.At})
	}
	clocks := []map[string]any{}
	for _, k := range v.File.Clocks {
		if k.TargetKind == "evidence" && k.TargetID == d.ID {
			clocks = append(clocks, map[string]any{"code": k.Code, "state": strings.ToLower(k.State), "start": k.StartedAt, "due": i18n.Machine(k.DueAt)})
		}
	}
	samples := []string{}
	for _, s := range d.Samples {
		samples = append(samples, s.Ref)
	}
	out["handover_differences"] = differences(d)
	out["files"], out["custody"], out["clocks"], out["samples"] = files, chain, clocks, samples
	return out
}

// differences are the handovers of an item with both measures, for scripts.
func differences(d *evidence.Detail) []map[string]any {
	out := []map[string]any{}
	for _, x := range d.Differences {
		out = append(out, map[string]any{"list": x.ListRef, "note": procedure.Written(x.Note), "listed": measure(x.Listed), "counted": measure(x.Counted)})
	}
	return out
}

// grams are a number of grams, with a fraction where there is one; null where nobody weighed.
func grams(m *quantity.Mg) any {
	if m == nil {
		return nil
	}
	return json.Number(m.Grams())
}

func measure(m evidence.Measured) map[string]any {
	return map[string]any{"quantity": m.Quantity, "gross_g": grams(m.Gross), "seal_no": m.SealNo}
}
