package i18n

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// A folder is a language: a further one is new files only.
//
//go:embed */*.json
var files embed.FS

// Files are the catalogues that are built in.
func Files() fs.FS { return files }

// loaded is read once and never written again, so sharing it is safe.
var loaded = sync.OnceValues(func() (*Catalogue, error) { return Read(files) })

// Own is the catalogue that is built in.
func Own() *Catalogue {
	c, _ := loaded() // Check and the tests report what is wrong; the rest still speaks
	return c
}

// Check reports what is wrong with the catalogues that are built in.
func Check() error {
	_, err := loaded()
	return err
}

// Catalogue holds the sentences of every language. It never changes after Read.
type Catalogue struct {
	langs    []string // Chinese first, the others by their names
	complete []string // those that leave nothing unsaid
	texts    map[string]map[string]string
}

// What the file language.json of a catalogue says of the language itself; a language without the first two is none.
const (
	keyName     = "language.name"     // as its readers call it
	keyTag      = "language.tag"      // the value of the lang attribute
	keyComplete = "language.complete" // "yes": nothing may be missing in it; of another language what is missing is said in Chinese
)

// Read joins the files of each language, one flat file per area. It names every file that breaks the order and still
// returns what the others say.
func Read(fsys fs.FS) (*Catalogue, error) {
	c := &Catalogue{texts: map[string]map[string]string{}}
	names, err := fs.Glob(fsys, "*/*.json")
	if err != nil {
		return c, fmt.Errorf("list catalogues: %w", err)
	}
	var wrong []error
	for _, name := range names {
		lang := path.Dir(name)
		if c.texts[lang] == nil {
			c.texts[lang] = map[string]string{}
		}
		if err := readFile(fsys, name, c.texts[lang]); err != nil {
			wrong = append(wrong, err)
		}
	}
	c.order()
	return c, errors.Join(append(wrong, c.check()...)...)
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

func (c *Catalogue) order() {
	c.langs, c.complete = []string{ZH}, []string{ZH}
	for _, lang := range slices.Sorted(maps.Keys(c.texts)) {
		if lang == ZH {
			continue
		}
		c.langs = append(c.langs, lang)
		if c.texts[lang][keyComplete] == "yes" {
			c.complete = append(c.complete, lang)
		}
	}
}

// check: every language says what it is, none says what Chinese does not, and those that are complete say it all.
func (c *Catalogue) check() (wrong []error) {
	for _, lang := range c.langs {
		for _, key := range []string{keyName, keyTag} {
			if c.texts[lang][key] == "" {
				wrong = append(wrong, fmt.Errorf("catalogue %s: no %s", lang, key))
			}
		}
		for key, text := range c.texts[lang] {
			if _, known := c.texts[ZH][key]; !known || strings.TrimSpace(text) == "" {
				wrong = append(wrong, fmt.Errorf("catalogue %s: key %q is empty, or Chinese does not know it", lang, key))
			}
		}
	}
	for _, lang := range c.complete {
		for key := range c.texts[ZH] {
			if _, said := c.texts[lang][key]; !said {
				wrong = append(wrong, fmt.Errorf("catalogue %s: no %s", lang, key))
			}
		}
	}
	return wrong
}

// Languages are the languages in which there are sentences, Chinese first.
func (c *Catalogue) Languages() []string { return slices.Clone(c.langs) }

// Complete are the languages in which nothing may be missing, Chinese first.
func (c *Catalogue) Complete() []string { return slices.Clone(c.complete) }

// Speaks tells whether there is a language of that name.
func (c *Catalogue) Speaks(lang string) bool { return slices.Contains(c.langs, lang) }

// Called is what the readers of a language call it; "" for one that there is not.
func (c *Catalogue) Called(lang string) string { return c.texts[lang][keyName] }

// lookup is a sentence, in Chinese where the language does not have it.
func (c *Catalogue) lookup(lang, key string) (string, bool) {
	if text, ok := c.texts[lang][key]; ok {
		return text, true
	}
	text, ok := c.texts[ZH][key]
	return text, ok
}
