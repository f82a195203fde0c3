package dev.autoscale.policies.keda;

import dev.autoscale.policies.keda.FormulaLexer.Token;
import dev.autoscale.policies.keda.FormulaType.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a formula from left to right and writes its code on the way; what does not fit together by type is refused where it
 * stands. Not thread-safe; for one use.
 */
final class FormulaParser {
    static final int MAX_DEPTH = 200;

    /**
     * What is known of the value that the code written so far leaves on the stack.
     *
     * @param constant the integer that is written there, or null
     * @param elements the list that is written there, or null
     * @param loop the loop that ends there, or null
     */
    record Operand(
            FormulaType type,
            int place,
            @Nullable Long constant,
            @Nullable List<Operand> elements,
            @Nullable FormulaLoop loop) {
        Operand(FormulaType type, int place) {
            this(type, place, null, null, null);
        }

        /** Whether it is a list, or a range, that is written in integers alone. */
        boolean isOfWrittenIntegers() {
            return elements != null
                    && !elements.isEmpty()
                    && elements.stream().allMatch(element -> element.constant != null);
        }
    }

    private final FormulaText text;
    private final FormulaTokens tokens;
    private final FormulaCode code;
    private final FormulaOperands operands;
    private final FormulaOperators operators;
    private int depth;

    FormulaParser(FormulaText text, List<String> names) {
        this.text = text;
        this.tokens = new FormulaTokens(text);
        this.code = new FormulaCode(text);
        this.operands = new FormulaOperands(this, text, tokens, names, code);
        this.operators = new FormulaOperators(this, text, tokens, code);
    }

    FormulaCode parse() {
        sequence();
        if (tokens.token().kind() != Token.Kind.END) {
            throw tokens.unexpected("an operator or the end");
        }
        return code;
    }

    /** Expressions with ; between them, of which the last one counts. */
    Operand sequence() {
        Operand value = expression(0);
        while (tokens.at(";") && (tokens.token(1).kind() != Token.Kind.END)) {
            int place = tokens.token().place();
            tokens.take();
            code.add(place, m -> m.pop(1));
            value = expression(0);
        }
        if (tokens.at(";") && tokens.token(1).kind() == Token.Kind.END) {
            tokens.take();
        }
        return value;
    }

    /** An operand with all operators that bind as close as given. */
    Operand expression(int binds) {
        if (++depth > MAX_DEPTH) {
            throw text.refuse(
                    "a formula must not be nested deeper than " + MAX_DEPTH,
                    tokens.token().place());
        }
        Operand value;
        if (binds == 0 && tokens.at("let")) {
            value = let();
        } else if (binds == 0 && tokens.at("if")) {
            value = ifElse();
        } else {
            value = operations(binds, operand());
            value = binds == 0 && tokens.at("?") ? conditional(value) : value;
        }
        depth--;
        return value;
    }

    private Operand operations(int binds, Operand first) {
        Operand left = first;
        FormulaOperator before = null;
        while (true) {
            FormulaOperator following = FormulaOperator.of(tokens.token(1));
            boolean isNegated = tokens.at("not") && following != null && following.canBeNegated();
            FormulaOperator operator = isNegated ? following : FormulaOperator.of(tokens.token());
            if (operator == null || operator.binds < binds) {
                return left;
            }
            if (isNegated) {
                tokens.take();
            }
            Token sign = tokens.take();
            if (operator == FormulaOperator.PIPE) {
                left = pipe(left);
                continue;
            }
            if (before == FormulaOperator.COALESCE && operator != FormulaOperator.COALESCE) {
                throw text.refuse("?? and " + sign.text() + " must not be mixed without parentheses", sign.place());
            }
            left = operators.write(operator, left, sign, isNegated);
            before = operator;
        }
    }

    private Operand pipe(Operand left) {
        Token name = tokens.token();
        if (name.kind() != Token.Kind.NAME || !tokens.token(1).is("(")) {
            throw tokens.unexpected("a call such as max(10) after |");
        }
        tokens.take();
        tokens.take();
        return operands.postfix(operands.call(name, left));
    }

    private Operand let() {
        tokens.take();
        Token name = tokens.token();
        if (name.kind() != Token.Kind.NAME) {
            throw tokens.unexpected("a name after let");
        }
        if (operands.isTaken(name.text())) {
            throw text.refuse("let must name something new, found " + name.shown(), name.place());
        }
        tokens.take();
        tokens.require("=");
        Operand value = expression(0);
        tokens.require(";");
        int index = code.variables(1);
        code.add(name.place(), m -> m.store(index));
        operands.declare(name.text(), index, value.type());
        Operand body = sequence();
        operands.forget(name.text());
        return body;
    }

    private Operand ifElse() {
        int place = tokens.token().place();
        tokens.take();
        Operand condition = expression(0);
        requireBoolean(condition);
        FormulaCode.Label otherwise = new FormulaCode.Label();
        FormulaCode.Label end = new FormulaCode.Label();
        code.jumpUnless(condition.place(), otherwise);
        Operand yes = block();
        code.jump(place, end);
        code.here(otherwise);
        tokens.require("else");
        Operand no = tokens.at("if") ? expression(0) : block();
        code.here(end);
        return new Operand(yes.type().or(no.type()), place);
    }

    Operand block() {
        tokens.require("{");
        Operand value = sequence();
        tokens.require("}");
        return value;
    }

    /** What follows a condition: {@code ? x : y}, or {@code ?: y}. */
    private Operand conditional(Operand condition) {
        int place = tokens.token().place();
        requireBoolean(condition);
        tokens.take();
        FormulaCode.Label otherwise = new FormulaCode.Label();
        FormulaCode.Label end = new FormulaCode.Label();
        FormulaType type = FormulaType.BOOLEAN;
        if (tokens.take(":")) {
            code.jumpWith(condition.place(), true, end);
        } else {
            code.jumpUnless(condition.place(), otherwise);
            type = expression(0).type();
            tokens.require(":");
            code.jump(place, end);
        }
        code.here(otherwise);
        Operand no = expression(0);
        code.here(end);
        return new Operand(type.or(no.type()), place);
    }

    void requireBoolean(Operand value) {
        if (!value.type().canBe(Kind.BOOLEAN)) {
            throw text.refuse("a condition must be true or false, found " + value.type(), value.place());
        }
    }

    private Operand operand() {
        Token token = tokens.token();
        int place = token.place();
        if (tokens.at("not") || tokens.at("!")) {
            tokens.take();
            Operand value = expression(FormulaOperator.NOT_BINDS);
            requireBoolean(value);
            code.add(place, m -> m.push(!m.popBoolean()));
            return operands.postfix(new Operand(FormulaType.BOOLEAN, place));
        }
        if (tokens.at("-") || tokens.at("+")) {
            tokens.take();
            return operands.postfix(operators.sign(token, expression(FormulaOperator.SIGN_BINDS)));
        }
        if (tokens.take("(")) {
            Operand value = sequence();
            if (!tokens.take(")")) {
                throw tokens.unexpected(")", place);
            }
            return operands.postfix(value);
        }
        return operands.read();
    }
}
