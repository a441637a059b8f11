// Package planted has ten breaks that its tests do not notice, beside those they do.
package planted

// Order is what the tests look at too little.
type Order struct {
	Amount, Limit int
	Signed, Paid  bool
	Log           []string
}

// Over: nobody asks about equal values.
func Over(o Order) bool { return o.Amount > o.Limit }

// Within: nor here.
func Within(o Order) bool { return o.Amount <= o.Limit }

// Done: nobody asks about the unsigned, nor about the unpaid.
func Done(o Order) bool { return o.Signed && o.Paid }

// Either: nobody asks for the one alone, nor for the other alone.
func Either(o Order) bool { return o.Signed || o.Paid }

// Note: nobody asks whether the refusal is written, nor looks at what is refused.
func Note(o *Order) bool {
	if o.Amount < 0 {
		o.Log = append(o.Log, "refused")
		return false
	}
	return true
}

// Same: nobody asks at all.
func Same(a, b Order) bool { return a.Amount == b.Amount }
