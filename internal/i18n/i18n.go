// Package i18n holds every sentence the program says, in Chinese and in English.
//
// The catalogue is one flat file per area and language. Legal labels (events, states,
// forms, guards, clocks, documents) are not here: they are columns of the tables in
// policies and are chosen with Pick.
package i18n

import (
	"context"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// The two languages of the product.
const (
	ZH = "zh"
	EN = "en"
)

//go:embed zh/*.json en/*.json
var files embed.FS

// loaded is read once and never written again, so sharing it is safe.
var loaded = sync.OnceValues(func() (map[string]map[string]string, error) { return read(files) })

type langKey struct{}

// With returns a context whose sentences are in lang. An unknown language is Chinese.
func With(ctx context.Context, lang string) context.Context {
	return context.WithValue(ctx, langKey{}, Known(lang))
}

// Lang is the language of the context, Chinese where none was set.
func Lang(ctx context.Context) string {
	if l, ok := ctx.Value(langKey{}).(string); ok {
		return l
	}
	return ZH
}

// Known maps whatever a cookie or a query said to one of the two languages.
func Known(lang string) string {
	if lang == EN {
		return EN
	}
	return ZH
}

// Other is the language a reader may switch to.
func Other(lang string) string {
	if lang == EN {
		return ZH
	}
	return EN
}

// Tag is the value of the lang attribute.
func Tag(lang string) string {
	if lang == EN {
		return "en"
	}
	return "zh-CN"
}

// Pick chooses between the two label columns of a table. An empty column falls back to
// the other one: a Chinese label in an English page is better than none.
func Pick(ctx context.Context, zh, en string) string {
	if (Lang(ctx) == EN && en != "") || zh == "" {
		return en
	}
	return zh
}

// Label is what a table calls a thing, in both languages. As an argument of a sentence it is said in the reader's.
type Label struct{ ZH, EN string }

// Name is the name of a person or an organisation: the original script always, in English with the romanised name in
// brackets behind it where one is known.
func Name(ctx context.Context, original, romanised string) string {
	if Lang(ctx) != EN || romanised == "" || romanised == original {
		return original
	}
	if original == "" {
		return romanised
	}
	return original + " (" + romanised + ")"
}

// T is the sentence of key in the language of the context. args are name, value pairs for
// the {name} places of the sentence; {n|day|days} takes the first form where n is 1.
// A key that does not exist shows itself, so that nobody overlooks it.
func T(ctx context.Context, key string, args ...any) string {
	text, ok := lookup(Lang(ctx), key)
	if !ok {
		return "⟦" + key + "⟧"
	}
	return fill(text, inWords(ctx, args))
}

// inWords says the labels among the arguments in the language of the context.
func inWords(ctx context.Context, args []any) []any {
	for i, x := range args {
		if l, ok := x.(Label); ok {
			args = slices.Clone(args)
			args[i] = Pick(ctx, l.ZH, l.EN)
		}
	}
	return args
}

// Both is a text of the catalogue as an argument of a sentence.
func Both(key string) Label {
	zh, _ := lookup(ZH, key)
	en, _ := lookup(EN, key)
	return Label{zh, en}
}

// Has reports whether the catalogue knows key.
func Has(key string) bool {
	_, ok := lookup(ZH, key)
	return ok
}

func lookup(lang, key string) (string, bool) {
	all, _ := loaded() // Check and the tests report what is wrong; the rest still speaks
	text, ok := all[lang][key]
	return text, ok
}

// Check reports what is wrong with the catalogue's files.
func Check() error {
	_, err := loaded()
	return err
}

// read joins the files of each language. It names every file that breaks the order and
// still returns what the others say.
func read(fsys fs.FS) (map[string]map[string]string, error) {
	all := map[string]map[string]string{}
	var wrong []error
	for _, lang := range []string{ZH, EN} {
		all[lang] = map[string]string{}
		names, err := fs.Glob(fsys, lang+"/*.json")
		if err != nil {
			wrong = append(wrong, fmt.Errorf("list catalogue %s: %w", lang, err))
		}
		for _, name := range names {
			if err := readFile(fsys, name, all[lang]); err != nil {
				wrong = append(wrong, err)
			}
		}
	}
	return all, errors.Join(wrong...)
}

func readFile(fsys fs.FS, name string, into map[string]string) error {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return fmt.Errorf("read catalogue %s: %w", name, err)
	}
	var area map[string]string
	if err := json.Unmarshal(raw, &area); err != nil {
		return fmt.Errorf("decode catalogue %s: %w", name, err)
	}
	prefix := strings.TrimSuffix(path.Base(name), ".json") + "."
	for key, text := range area {
		if !strings.HasPrefix(key, prefix) {
			return fmt.Errorf("catalogue %s: key %q does not start with its area", name, key)
		}
		if _, twice := into[key]; twice {
			return fmt.Errorf("catalogue %s: key %q stands twice", name, key)
		}
		into[key] = text
	}
	return nil
}

// fill puts the values into their places. A place without a value stays visible.
func fill(text string, args []any) string {
	if !strings.Contains(text, "{") {
		return text
	}
	values := make(map[string]string, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		values[fmt.Sprint(args[i])] = fmt.Sprint(args[i+1])
	}
	var out strings.Builder
	for {
		open := strings.IndexByte(text, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(text[open:], '}')
		if end < 0 {
			break
		}
		out.WriteString(text[:open])
		out.WriteString(place(text[open+1:open+end], values))
		text = text[open+end+1:]
	}
	out.WriteString(text)
	return out.String()
}

func place(inner string, values map[string]string) string {
	name, forms, plural := strings.Cut(inner, "|")
	value, ok := values[name]
	if !ok {
		return "{" + inner + "}"
	}
	if !plural {
		return value
	}
	one, other, _ := strings.Cut(forms, "|")
	if value == "1" {
		return one
	}
	return other
}
