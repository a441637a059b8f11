package main

import (
	"regexp"
	"slices"
	"strings"
)

// entry is what can be dropped: of a row an entry of a column that steers (a guard, role, state, clock or paper), of a scope a
// condition.
var (
	steering = regexp.MustCompile(`^(from_states|allowed_states|proposer_roles|decider_roles|guards|starts|stops|extends|checks|pauses|resumes|emits|documents_\w+)$`)
	cell     = regexp.MustCompile(`(?:"[^"]*"|[^,])*,?`)
)

// rowsWithout are the breaks of a table's lines.
func rowsWithout(file, text string) (out []mutant) {
	lines := strings.SplitAfter(text, "\n")
	head := strings.Split(strings.TrimSpace(lines[0]), ",")
	for _, line := range lines {
		parts, sep, from, to := strings.Split(line, " AND "), " AND ", 0, 0
		if strings.HasSuffix(file, ".sql") {
			if !strings.HasPrefix(line, "--") && strings.Count(line, "(") == strings.Count(line, ")") {
				out = append(out, without(file, line, parts, sep, 0, len(line))...)
			}
			continue
		}
		for i, c := range cell.FindAllString(strings.TrimSpace(line), len(head)) {
			from, to = to, to+len(c)
			sep = map[bool]string{true: "|", false: ";"}[strings.HasSuffix(head[i], "_roles") || strings.HasSuffix(head[i], "_states")]
			parts = strings.Split(strings.TrimSuffix(c, ","), sep)
			if steering.MatchString(head[i]) && (len(parts) > 1 || sep == ";") && parts[0] != "" && line != lines[0] {
				out = append(out, without(file, line, parts, sep, from, to)...)
			}
		}
	}
	return out
}

func without(file, line string, parts []string, sep string, from, to int) (out []mutant) {
	end := line[from:to][len(strings.Join(parts, sep)):]
	for i, part := range parts {
		if len(parts) == 1 && sep == " AND " {
			continue
		}
		less := strings.Join(slices.Delete(slices.Clone(parts), i, i+1), sep)
		row, _, _ := strings.Cut(line, ",")
		out = append(out, mutant{key: file + " " + row + " without " + part,
			env: []string{"MUTANT_FILE=" + file, "MUTANT_OLD=" + line, "MUTANT_NEW=" + line[:from] + less + end + line[to:]}})
	}
	return out
}
