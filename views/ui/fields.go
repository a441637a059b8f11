package ui

import (
	"context"
	"strconv"

	"github.com/a-h/templ"
)

// common are the attributes of every single control. Values a browser must not keep are
// marked; nothing is marked required, because the server says so in words.
func common(f Field) templ.Attributes {
	a := templ.Attributes{"id": fieldID(f), "name": f.Name}
	if d := describedBy(f); d != "" {
		a["aria-describedby"] = d
	}
	if f.Error != "" {
		a["aria-invalid"] = "true"
	}
	switch {
	case f.Autocomplete != "":
		a["autocomplete"] = f.Autocomplete
	case control(f) == "code":
		a["autocomplete"] = "one-time-code"
	case control(f) != "password" && control(f) != "file" && control(f) != "select":
		a["autocomplete"] = "off"
	}
	return a
}

// groupID gives a fieldset the field's own id only where no box can carry it.
func groupID(f Field) string {
	if control(f) != "yesno" && len(f.Options) == 0 && control(f) != "documents" {
		return fieldID(f)
	}
	return "g-" + f.Name
}

// optionID gives the first box the field's own id, so that the error summary leads to it.
func optionID(f Field, i int) string {
	if i == 0 {
		return fieldID(f)
	}
	return fieldID(f) + "-" + strconv.Itoa(i)
}

// outsideID is the box for papers that are not in the file.
func outsideID(f Field) string {
	if len(f.Options) == 0 {
		return fieldID(f)
	}
	return fieldID(f) + "-outside"
}

func boxType(f Field) string {
	switch control(f) {
	case "radios", "yesno":
		return "radio"
	}
	return "checkbox"
}

func optionsOf(ctx context.Context, f Field) []Option {
	if control(f) == "yesno" && len(f.Options) == 0 {
		return yesNo(ctx)
	}
	return f.Options
}

func unitOf(f Field) string {
	if f.Unit == "" && f.Type == "money" {
		return "CNY"
	}
	return f.Unit
}

func hasEmpty(options []Option) bool {
	for _, o := range options {
		if o.Value == "" {
			return true
		}
	}
	return false
}
