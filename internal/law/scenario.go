package law

import (
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Scenario is one case family of scenarios.csv, run end to end: by the pure runner of this package's tests and by the
// engine's.
type Scenario struct {
	Name        string
	Facts       []string // conditions that hold from the start
	Steps       []ScenarioStep
	FinalStates string   // "machine=STATE …" in the order in which the things came up
	Running     []string // clocks still running with their ends, sorted: "CODE=DATE", of hours "CODE=DATETHH:MM", "(paused)" behind the code
	OpenTasks   string
}

// RunningCodes are the clocks that still run, without their ends: for whoever has no calendar.
func (s Scenario) RunningCodes() string {
	var out []string
	for _, k := range s.Running {
		code, _, _ := strings.Cut(k, "=")
		out = append(out, code)
	}
	return strings.Join(out, " ")
}

// runningClock is how a clock stands with its end: an end is a day of legal time, or of hours a minute.
var runningClock = regexp.MustCompile(`^[A-Z]{3}-\d{3}(\(paused\))?=\d{4}-\d\d-\d\d(T\d\d:\d\d)?$`)

// ScenarioStep is one act, or a fact that changes (Fact set).
type ScenarioStep struct {
	Text           string
	Fact           string
	Holds          bool     // the fact holds from here; otherwise it ends
	Refused        bool     // the act must be refused
	Because        []string // by these guards and no other; or by one rule of the engine, named by the key of its refusal
	Entity         Machine
	Event, Variant string
	Nth            int // the n-th thing of its kind, from 1; 0: the latest that admits the act
	Proposer, Who  string
}

// ParseScenarios reads scenarios.csv.
func ParseScenarios(r io.Reader) ([]Scenario, error) {
	all, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("law: scenarios: %w", err)
	}
	if len(all) == 0 || strings.Join(all[0], ",") != "scenario,facts,steps,final_states,running_clocks,open_tasks" {
		return nil, fmt.Errorf("law: scenarios: unknown columns")
	}
	var out []Scenario
	for _, rec := range all[1:] {
		s := Scenario{Name: rec[0], Facts: list(rec[1], ";"), FinalStates: rec[3], Running: list(rec[4], " "), OpenTasks: rec[5]}
		if i := slices.IndexFunc(s.Running, func(k string) bool { return !runningClock.MatchString(k) }); i >= 0 {
			return nil, fmt.Errorf("law: scenario %s: clock %q does not say until when", s.Name, s.Running[i])
		}
		for _, text := range list(rec[2], ";") {
			step, err := parseStep(text)
			if err != nil {
				return nil, fmt.Errorf("law: scenario %s: %w", s.Name, err)
			}
			s.Steps = append(s.Steps, step)
		}
		out = append(out, s)
	}
	return out, nil
}

// parseStep reads "machine:event#2[variant] proposer>decider", "+fact" or "-fact"; what must be refused begins with "!" and ends
// with " because " and what stops it, several guards with a "+" between them.
func parseStep(text string) (ScenarioStep, error) {
	s := ScenarioStep{Text: text}
	if text[0] == '+' || text[0] == '-' {
		s.Fact, s.Holds = text[1:], text[0] == '+'
		return s, nil
	}
	text, s.Refused = strings.CutPrefix(text, "!")
	act, who, ok := strings.Cut(text, " ")
	if !ok {
		return s, fmt.Errorf("step %q names nobody", s.Text)
	}
	if i := strings.LastIndexByte(act, ':'); i >= 0 {
		s.Entity, act = Machine(act[:i]), act[i+1:]
	}
	if name, nth, ok := strings.Cut(act, "#"); ok {
		n, err := strconv.Atoi(nth)
		if err != nil {
			return s, fmt.Errorf("step %q: %w", s.Text, err)
		}
		act, s.Nth = name, n
	}
	s.Event, s.Variant = eventVariant(act)
	who, because, stopped := strings.Cut(who, " because ")
	if stopped != s.Refused || stopped && because == "" {
		return s, fmt.Errorf("step %q: what must be refused, and nothing else, says because of what", s.Text)
	}
	s.Because = list(because, "+")
	s.Who = strings.TrimSpace(who)
	if p, d, ok := strings.Cut(s.Who, ">"); ok {
		s.Proposer, s.Who = p, d
	}
	return s, nil
}
