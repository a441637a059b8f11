package app

import (
	"fmt"
	"time"

	"touchstone/internal/actor"
	"touchstone/internal/ids"
	"touchstone/internal/law"
)

// draw decides everything about the i-th case.
func (w *volumeWorld) draw(i int) (volumeCase, error) {
	r := w.random
	c := volumeCase{id: w.first["cases"] + int64(i), matter: w.first["matters"] + int64(i)}
	units := w.units
	if i%ownShare == 0 {
		units = w.own
	}
	c.unit = units[r.IntN(len(units))]
	for j, k := range r.Perm(len(c.unit.people))[:3] {
		c.people[j] = c.unit.people[k]
	}
	m := w.minerals[r.IntN(len(w.minerals))]
	c.mineral, c.goods = m[0], m[1]
	c.title = fmt.Sprintf("%s%06d · %s", w.words["volume:party"], i+1, c.mineral)
	c.marking = volumeMarking(r.IntN(100))
	c.compartmented = r.IntN(compartmentedOf) == 0
	c.registered = w.now.Add(-time.Duration(r.IntN(volumeDays*24*60)) * time.Minute)
	c.grams, c.fen = 1000*(1+r.Int64N(20000)), 100*(1000+r.Int64N(2_000_000))
	w.course(&c)
	var err error
	c.ref, err = w.ref(ids.Case)
	return c, err
}

func volumeMarking(percent int) int {
	switch { // 70 internal, 20 work secret, 8 public, 2 pointer only
	case percent < 70:
		return int(actor.Internal)
	case percent < 90:
		return int(actor.WorkSecret)
	case percent < 98:
		return int(actor.Public)
	}
	return int(actor.PointerOnly)
}

// course gives a case the state, the dates and the periods that fit its age.
func (w *volumeWorld) course(c *volumeCase) {
	age := int(w.now.Sub(c.registered).Hours() / 24)
	day := func(n int) *time.Time {
		t := c.registered.AddDate(0, 0, n)
		return &t
	}
	n := w.random.IntN(100)
	limit := w.dueOf("ADM-010", c.registered)
	lead := volumeClock{code: "ADM-010", state: "RUNNING", start: c.registered, due: limit}
	switch {
	case age > 30 && n < 15:
		c.state, c.closed = "LEAD_CLOSED", day(20)
		lead.state, lead.closed = "MET", c.closed
	case age < 15:
		c.state = []string{"LEAD_REGISTERED", "PRELIM_VERIFICATION"}[n%2]
	case age > 100 && n < 80:
		c.state = []string{"CLOSED", "CLOSED", "IN_EXECUTION", "SERVED"}[n%4]
		c.filed, c.decided = day(12), day(60+w.random.IntN(40))
		if c.state == "CLOSED" {
			c.closed = day(100)
		}
	default:
		c.state = []string{"FILED", "INVESTIGATING", "INVESTIGATING", "INVESTIGATION_CONCLUDED", "PRIOR_NOTICE_SERVED", "READY_TO_DECIDE"}[n%6]
		c.filed = day(12)
	}
	c.clocks = append(c.clocks, lead)
	if c.filed != nil {
		k := volumeClock{code: "ADM-020", state: "RUNNING", start: *c.filed, due: w.dueOf("ADM-020", *c.filed)}
		if c.decided != nil {
			k.state, k.closed = "MET", c.decided
			if c.late = c.decided.After(k.due); c.late {
				k.state = "LATE"
			}
		}
		c.clocks = append(c.clocks, k)
	}
	c.nextDue = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	for i := range c.clocks {
		if k := &c.clocks[i]; k.state == "RUNNING" && k.code == "ADM-010" && k.due.Before(w.now) {
			k.state, k.closed = "LAPSED", &k.due
		} else if k.state == "RUNNING" && k.due.Before(c.nextDue) {
			c.nextDue, c.nextCode = k.due, k.code
		}
	}
}

// dueOf is when a period ends that begins on that day.
func (w *volumeWorld) dueOf(code string, start time.Time) time.Time {
	key := code + start.In(law.Zone()).Format(time.DateOnly)
	if t, ok := w.due[key]; ok {
		return t
	}
	d, err := w.app.Book().Due(code, start, nil)
	if err != nil {
		return start.AddDate(0, 3, 0) // the tables have both codes: procedure check
	}
	w.due[key] = d.Due
	return d.Due
}
