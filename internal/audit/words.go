package audit

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"regexp"

	"github.com/jackc/pgx/v5"
)

// The ledger can never be redacted, and its auditors and administrators may not read the files that it is about. So no
// free text stands in it: a value of an event's details stays there in clear only where its key is one of plain and the
// value has the shape of a code; numbers and truth values stay under any key. Everything else (notes, reasons, names of
// parties, titles) is kept in audit_texts, which is read under the scope of the file, and the ledger holds its salted
// digest under the key "texts". Verify compares the two. A key that nobody listed here is therefore safe, not open.

// textsKey is the detail that holds the digests of the words of an event.
const textsKey = "texts"

// nameField is the field under which the name of a target is kept.
const nameField = "target_name"

// plain tells whether a detail of that name holds codes: events, states, references, user names, digests, dates.
func plain(key string) bool {
	switch key {
	case "act", "row", "event", "variant", "role", "from", "to", "twin_of", "clocks", "digest", "input_digest", "revision", "reason_code", // acts and approvals
		"user", "username", "user_id", "handlers", "roles", "part", "days", "marking", "before", "compartmented", "complex_or_major", // who knows a case
		"kind", "subject", "relation", "status", "evidence", "mineral", "control_code", "control_state", // parties and goods
		"file", "files", "bad", "missing", "unreadable", "copied", "finding", "item", "document", "offence", "destination", // evidence and packages
		"source_kind", "public_case", "refusal", "lang", "theme", "density", "state", "withheld", "old", "new", adjusted: // the rest
		return true
	}
	return false
}

// officers are the details that name an officer, as the columns of the ledger do.
func officers(key string) bool { return key == "proposer" }

// named are the kinds of targets whose name is a code or an officer; the name of anything else is kept apart.
func named(kind string) bool {
	switch kind {
	case "account", "access_request", "approval", "document", "installation", "route", "clock":
		return true
	}
	return false
}

// code is the shape of what may stand in clear. A sentence has spaces, a name of this country other letters.
var code = regexp.MustCompile(`^[0-9A-Za-z_.:/+=@-]{0,200}$`)

// words is one text of an event, kept beside the ledger.
type words struct {
	field string
	salt  []byte
	body  string // JSON
}

const saltSize = 16

// split takes what is no code out of the details and leaves its digest.
func split(details map[string]any, kind, name string) (kept map[string]any, keptName string, apart []words, err error) {
	kept, digests := make(map[string]any, len(details)), map[string]any{}
	move := func(field string, v any) error {
		w, err := newWords(field, v)
		apart, digests[field] = append(apart, w), w.digest()
		return err
	}
	for key, v := range details {
		if inClear(key, v) {
			kept[key] = v
		} else if err := move(key, v); err != nil {
			return nil, "", nil, err
		}
	}
	if !named(kind) && name != "" {
		if err := move(nameField, name); err != nil {
			return nil, "", nil, err
		}
		name = ""
	}
	if len(digests) > 0 {
		kept[textsKey] = digests
	}
	return kept, name, apart, nil
}

func inClear(key string, v any) bool {
	switch v := v.(type) {
	case string:
		return officers(key) || v == "" || plain(key) && code.MatchString(v)
	case []string:
		for _, s := range v {
			if !inClear(key, s) {
				return false
			}
		}
	case []any:
		for _, x := range v {
			if !inClear(key, x) {
				return false
			}
		}
	case map[string]any:
		for k, x := range v {
			if !plain(key) || !inClear(k, x) {
				return false
			}
		}
	}
	return true
}

func newWords(field string, v any) (words, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return words{}, err
	}
	w := words{field: field, salt: make([]byte, saltSize), body: string(body)}
	_, err = rand.Read(w.salt)
	return w, err
}

// digest is SHA-256(salt ‖ body). The salt keeps a short text from being guessed by whoever reads the ledger.
func (w words) digest() string {
	sum := sha256.Sum256(append(append([]byte{}, w.salt...), w.body...))
	return "sha256:" + hex.EncodeToString(sum[:])
}

const insertWords = `INSERT INTO audit_texts (stream, n, field, salt, body) VALUES ($1, $2, $3, $4, $5)`

func (e *entry) queueWords(b *pgx.Batch) {
	for _, w := range e.apart {
		b.Queue(insertWords, e.stream, e.n, w.field, w.salt, w.body)
	}
}
