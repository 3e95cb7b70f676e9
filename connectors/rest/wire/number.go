package wire

import (
	"errors"
	"strconv"
	"strings"

	"github.com/scimgate/scimgate/connectors"
)

// maxDigits is how long a number may be when it is written out.
const maxDigits = 1000

var errNumber = errors.New("a number in the body is too long")

// parseNumber is a JSON number: int64 when it is whole and fits, else a Decimal with every digit that was sent. An
// exponent is written out, since a Decimal has none.
func parseNumber(text string) (Tree, error) {
	if len(text) > maxDigits {
		return nil, errNumber
	}
	plain, err := writeOut(text)
	if err != nil {
		return nil, err
	}
	if len(plain) > maxDigits {
		return nil, errNumber
	}
	if i, err := strconv.ParseInt(plain, 10, 64); err == nil {
		return i, nil
	}
	return connectors.Decimal(plain), nil
}

// writeOut moves the decimal point to where the exponent says.
func writeOut(text string) (string, error) {
	at := strings.IndexAny(text, "eE")
	if at < 0 {
		return text, nil
	}
	exponent, err := strconv.Atoi(text[at+1:])
	if err != nil || exponent < -maxDigits || exponent > maxDigits {
		return "", errNumber
	}
	mantissa, negative := strings.CutPrefix(text[:at], "-")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := whole + fraction
	point := len(whole) + exponent
	if point <= 0 {
		digits = strings.Repeat("0", 1-point) + digits
		point = 1
	}
	if point > len(digits) {
		digits += strings.Repeat("0", point-len(digits))
	}
	whole, fraction = strings.TrimLeft(digits[:point], "0"), strings.TrimRight(digits[point:], "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if negative {
		whole = "-" + whole
	}
	return whole, nil
}

// appendDecimal writes a decimal as a JSON number, which has no plus and no needless zeros in front.
func appendDecimal(b []byte, d connectors.Decimal) []byte {
	text := strings.TrimPrefix(string(d), "+")
	text, negative := strings.CutPrefix(text, "-")
	if negative {
		b = append(b, '-')
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if whole = strings.TrimLeft(whole, "0"); whole == "" {
		whole = "0"
	}
	b = append(b, whole...)
	if fraction != "" {
		b = append(b, '.')
		b = append(b, fraction...)
	}
	return b
}
