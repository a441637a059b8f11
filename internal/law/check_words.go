package law

// checkLabels: every transition and every variant has its words.
func (c *checker) checkLabels() {
	named, used := map[[2]string]bool{}, map[[2]string]bool{}
	for _, r := range c.t.labels.rows {
		named[[2]string{r["machine"], r["event"]}] = hanText.MatchString(r["label_zh"])
	}
	variants, usedVariants := map[string]bool{}, map[string]bool{}
	for _, r := range c.t.variants.rows {
		variants[r["key"]+"="+r["value"]] = hanText.MatchString(r["label_zh"])
	}
	for _, a := range c.acts {
		key := [2]string{a.entity(), a.row["event"]}
		if a.transition && !named[key] {
			c.bad(a.id(), "no label for %s of %s", key[1], key[0])
		}
		used[key] = true
		if v := a.row["variant"]; v != "" {
			if usedVariants[v] = true; !variants[v] {
				c.bad(a.id(), "no label for variant %s", v)
			}
		}
	}
	for k := range named {
		if !used[k] {
			c.bad("labels", "%s of %s is no event", k[1], k[0])
		}
	}
	for v := range variants {
		if !usedVariants[v] {
			c.bad("variants", "%s is no variant", v)
		}
	}
	c.checkQuestions()
}

// checkQuestions: an act that is the proposal of several answers says what it asks, so that what waits is not named by
// the answer that one hopes for; where one act answers, its own name says it.
func (c *checker) checkQuestions() {
	answers := map[[2]string]map[string]bool{}
	for _, a := range c.acts {
		if p, ok := c.byID[a.row["proposal_act"]]; ok {
			key := [2]string{p.entity(), p.row["event"]}
			if answers[key] == nil {
				answers[key] = map[string]bool{}
			}
			answers[key][a.row["event"]] = true
		}
	}
	for _, r := range c.t.labels.rows {
		key := [2]string{r["machine"], r["event"]}
		asks := hanText.MatchString(r["question_zh"])
		switch {
		case len(answers[key]) > 1 && !asks:
			c.bad("labels", "%s of %s has several answers and no question", key[1], key[0])
		case len(answers[key]) < 2 && r["question_zh"] != "":
			c.bad("labels", "%s of %s asks nothing", key[1], key[0])
		}
	}
}
