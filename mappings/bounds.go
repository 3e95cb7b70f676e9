package mappings

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/expr-lang/expr/ast"
)

// bounds rewrites a parsed expression: every evaluation of a predicate costs a step, and text is joined by a function
// that knows when to stop.
type bounds struct{ steps bool }

// Visit patches one node.
func (b *bounds) Visit(node *ast.Node) {
	switch n := (*node).(type) {
	case *ast.PredicateNode:
		b.steps = true
		n.Node = &ast.ConditionalNode{
			Cond: &ast.CallNode{Callee: &ast.IdentifierNode{Value: "__tick"}},
			Exp1: n.Node, Exp2: &ast.NilNode{},
		}
	case *ast.BinaryNode:
		if n.Operator == "+" && (isText(n.Left) || isText(n.Right)) {
			ast.Patch(node, &ast.CallNode{Callee: &ast.IdentifierNode{Value: "__concat"}, Arguments: []ast.Node{n.Left, n.Right}})
		}
	}
}

func isText(n ast.Node) bool { return n.Type() != nil && n.Type().Kind() == reflect.String }

// concat joins text; an absent value is no text.
func concat(params ...any) (any, error) {
	var b strings.Builder
	for _, p := range params {
		switch p := p.(type) {
		case nil:
		case string:
			b.WriteString(p)
		default:
			fmt.Fprint(&b, p)
		}
	}
	if b.Len() > maxText {
		return nil, errors.New("the expression's text is too long")
	}
	return b.String(), nil
}

// counter counts steps, and fails when there are too many.
func counter() func() (bool, error) {
	steps := 0
	return func() (bool, error) {
		if steps++; steps > maxSteps {
			return false, errors.New("the expression takes too many steps")
		}
		return true, nil
	}
}
