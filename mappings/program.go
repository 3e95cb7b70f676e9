package mappings

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/file"
	"github.com/expr-lang/expr/types"
	"github.com/expr-lang/expr/vm"
	"golang.org/x/crypto/bcrypt"

	"github.com/scimgate/scimgate/connectors"
	"github.com/scimgate/scimgate/internal/diag"
	"github.com/scimgate/scimgate/internal/yamlx"
)

// Bounds of one expression. Expressions are the operator's, but the data they run over is anybody's.
const (
	maxSource = 4 << 10 // bytes, checked before parsing: parentheses nest without being nodes
	maxNodes  = 500
	maxMemory = 100_000 // elements
	maxSteps  = 200_000 // evaluations of a predicate's body, some 50 ms
	maxText   = 64 << 10
)

// program is a compiled expression, safe for concurrent use.
type program struct {
	code   *vm.Program
	source string
	steps  bool // it has predicates, whose evaluations are counted
}

// builtins are the functions an expression may call. None has a clock, randomness or a result that can explode.
var builtins = []string{
	"len", "abs", "ceil", "floor", "round", "int", "float", "string", "trim", "trimPrefix", "trimSuffix", "upper", "lower",
	"split", "replace", "indexOf", "lastIndexOf", "hasPrefix", "hasSuffix", "max", "min", "first", "last", "get", "take",
	"keys", "values", "reverse", "uniq", "sort", "join",
}

// compileExpr compiles the expression in n against the types of its variables. Random functions are there for
// secrets alone: anything else would differ from itself at every comparison.
func compileExpr(n yamlx.Node, env types.Map, secret bool, found *diag.List) *program {
	src := n.Text()
	if !checkSource(n, found) || !checkMentions(n, env, found) {
		return nil
	}
	options := []expr.Option{
		expr.Env(withBudget(env)), expr.MaxNodes(maxNodes), expr.DisableAllBuiltins(),
		expr.Function("__concat", concat, new(func(any, any) string)),
	}
	for _, b := range builtins {
		options = append(options, expr.EnableBuiltin(b))
	}
	if secret {
		options = append(options, expr.Function("bcrypt", hashPassword, new(func(string) string)))
	}
	// Types are checked before the bounds are put in: a call that is patched in is typed once, and its arguments are
	// not looked at again.
	_, err := expr.Compile(src, options...)
	var code *vm.Program
	var limit bounds
	if err == nil {
		code, err = expr.Compile(src, append(options, expr.Patch(&limit))...)
	}
	if err != nil {
		found.Add(exprFinding(n, err, env))
		return nil
	}
	return &program{code: code, source: src, steps: limit.steps}
}

// checkSource bounds an expression's text before anything parses it.
func checkSource(n yamlx.Node, found *diag.List) bool {
	switch src := n.Text(); {
	case !n.IsScalar() || strings.TrimSpace(src) == "":
		found.Add(n.Finding("mapping/expression", "", "expected an expression"))
	case len(src) > maxSource:
		found.Add(n.Finding("mapping/expression", "", "the expression has %d bytes; at most %d are allowed", len(src), maxSource))
	case strings.Count(src, "(")+strings.Count(src, "[")+strings.Count(src, "{") > maxNodes:
		found.Add(n.Finding("mapping/expression", "", "the expression has too many brackets"))
	default:
		return true
	}
	return false
}

// exprFinding puts the library's error where it stands in the file.
func exprFinding(n yamlx.Node, err error, env types.Map) diag.Finding {
	e, ok := errors.AsType[*file.Error](err)
	if !ok {
		return n.Finding("mapping/expression", "", "%v", err)
	}
	msg, hint := e.Message, ""
	if word, ok := strings.CutPrefix(msg, "unknown name "); ok {
		word, _, _ = strings.Cut(word, " ")
		hint = diag.Suggest(word, names(env, builtins))
	} else if word, ok := strings.CutPrefix(msg, "unknown field "); ok {
		hint = diag.Suggest(word, memberNames(env))
	}
	return n.FindingAt(max(e.Line-1, 0), e.Column, "mapping/expression", hint, "%s", msg)
}

// kind is the static type of the result, reflect.Interface when it is not known.
func (p *program) kind() reflect.Kind {
	if t := p.code.Node().Type(); t != nil {
		return t.Kind()
	}
	return reflect.Interface
}

// run evaluates p. The map is the caller's own and is changed.
func (p *program) run(env map[string]any) (connectors.Value, error) {
	if p.steps {
		env["__tick"] = counter()
	}
	machine := vm.VM{MemoryBudget: maxMemory}
	v, err := machine.Run(p.code, env)
	if err != nil {
		return nil, fmt.Errorf("expression %q: %w", p.source, err)
	}
	return plain(v)
}

// plain narrows a result to the values that may cross into a record or resource.
func plain(v any) (connectors.Value, error) {
	switch v := v.(type) {
	case int:
		return int64(v), nil
	case string:
		if len(v) > maxText {
			return nil, errors.New("the expression's text is too long")
		}
		return v, nil
	case nil, bool, int64, float64:
		return v, nil
	case []any:
		list := make([]any, len(v))
		for i, x := range v {
			var err error
			if list[i], err = plain(x); err != nil {
				return nil, err
			}
		}
		return list, nil
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, x := range v {
			var err error
			if object[name], err = plain(x); err != nil {
				return nil, err
			}
		}
		return object, nil
	default:
		return nil, fmt.Errorf("an expression cannot result in a %T", v)
	}
}

// hashPassword is bcrypt, which takes at most 72 bytes and says so.
func hashPassword(params ...any) (any, error) {
	s, _ := params[0].(string)
	h, err := bcrypt.GenerateFromPassword([]byte(s), bcrypt.DefaultCost)
	return string(h), err
}
