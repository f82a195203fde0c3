package dev.autoscale.policies.keda;

import dev.autoscale.policies.internal.NearNames;
import dev.autoscale.policies.keda.FormulaLexer.Token;
import dev.autoscale.policies.keda.FormulaParser.Operand;
import dev.autoscale.policies.keda.FormulaType.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what operators stand between, and what names mean. Not thread-safe; for one use. */
final class FormulaOperands {
    private static final String ENVIRONMENT = "$env";

    private record Variable(int index, FormulaType type) {}

    private record Element(FormulaLoop loop, FormulaType type) {}

    private final FormulaParser parser;
    private final FormulaText text;
    private final FormulaTokens tokens;
    private final List<String> names;
    private final FormulaCode code;
    private final FormulaCalls calls;
    private final Map<String, Variable> variables = new HashMap<>();
    private final Deque<Element> elements = new ArrayDeque<>();

    FormulaOperands(
            FormulaParser parser, FormulaText text, FormulaTokens tokens, List<String> names, FormulaCode code) {
        this.parser = parser;
        this.text = text;
        this.tokens = tokens;
        this.names = names;
        this.code = code;
        this.calls = new FormulaCalls(parser, this, text, tokens, code);
    }

    /** Whether a name says something already. */
    boolean isTaken(String name) {
        return names.contains(name) || variables.containsKey(name) || calls.isKnown(name);
    }

    void declare(String name, int index, FormulaType type) {
        variables.put(name, new Variable(index, type));
    }

    void forget(String name) {
        variables.remove(name);
    }

    /** A number, a name, a call or something in brackets, and what follows it. */
    Operand read() {
        Token token = tokens.token();
        return postfix(
                switch (token.kind()) {
                    case NUMBER -> number();
                    case NAME -> named();
                    case STRING -> throw text.unsupported("texts are not supported", token.place());
                    default -> bracketed();
                });
    }

    private Operand bracketed() {
        int place = tokens.token().place();
        if (tokens.take("[")) {
            return list(place);
        }
        if (tokens.take("#")) {
            return element(place);
        }
        if (tokens.at("{")) {
            Token key = tokens.token(1);
            if (key.kind() != Token.Kind.SIGN || key.is("(") || key.is("}")) {
                throw text.unsupported("maps are not supported", place);
            }
        }
        throw tokens.unexpected("a number, a name, a call, ( or [");
    }

    private Operand list(int place) {
        List<Operand> parts = new ArrayList<>();
        while (tokens.hasAnother(parts.size(), "]", place)) {
            parts.add(parser.expression(0));
        }
        int count = parts.size();
        code.add(place, m -> FormulaLists.literal(m, count));
        FormulaType element = count == 0 ? FormulaType.UNKNOWN : parts.get(0).type();
        boolean isUniform = parts.stream().allMatch(part -> part.type().equals(element));
        FormulaType type = FormulaType.listOf(isUniform ? element : FormulaType.UNKNOWN);
        return new Operand(type, place, null, List.copyOf(parts), null);
    }

    private Operand element(int place) {
        Element element = elements.peek();
        if (element == null) {
            throw text.refuse("# must stand in what is asked of the elements of a list", place);
        }
        FormulaLoop loop = element.loop();
        if (tokens.token().kind() != Token.Kind.NAME) {
            code.add(place, loop::pushElement);
            return new Operand(element.type(), place);
        }
        String name = tokens.token().text();
        boolean isAcc = name.equals("acc") && loop.kind() == FormulaLoop.Kind.REDUCE;
        if (!isAcc && !name.equals("index")) {
            throw text.refuse(
                    "after # there must be index, or in reduce acc, found " + name,
                    tokens.token().place());
        }
        tokens.take();
        int variable = isAcc ? loop.resultVariable() : loop.indexVariable();
        code.add(place, m -> m.pushVariable(variable));
        return new Operand(isAcc ? FormulaType.UNKNOWN : FormulaType.INTEGER, place);
    }

    /** What is asked of each element, with or without braces around it. */
    Operand predicate(FormulaLoop loop, FormulaType element) {
        elements.push(new Element(loop, element));
        Operand value = tokens.at("{") ? parser.block() : parser.expression(0);
        elements.pop();
        return value;
    }

    private Operand number() {
        Token token = tokens.token();
        String digits = token.text();
        tokens.take();
        try {
            int radix = digits.length() < 2 ? 10 : radix(digits.charAt(1));
            if (radix == 10 && digits.matches(".*[.eE].*")) {
                double value = Double.parseDouble(digits);
                if (Double.isInfinite(value)) {
                    throw text.refuse("a number must be within the range of doubles", token.place());
                }
                code.add(token.place(), m -> m.push(value));
                return new Operand(FormulaType.DOUBLE, token.place());
            }
            long value = Long.parseLong(radix == 10 ? digits : digits.substring(2), radix);
            code.add(token.place(), m -> m.push(FormulaMachine.INTEGER, value));
            return new Operand(FormulaType.INTEGER, token.place(), value, null, null);
        } catch (NumberFormatException e) {
            throw text.refuse("a number must be a decimal one, or an integer of 64 bits", token.place());
        }
    }

    private static int radix(char prefix) {
        return switch (prefix) {
            case 'x', 'X' -> 16;
            case 'b', 'B' -> 2;
            case 'o', 'O' -> 8;
            default -> 10;
        };
    }

    private Operand named() {
        Token name = tokens.token();
        tokens.take();
        if (tokens.take("(")) {
            return call(name, null);
        }
        switch (name.text()) {
            case "true", "false" -> {
                boolean value = name.text().equals("true");
                code.add(name.place(), m -> m.push(value));
                return new Operand(FormulaType.BOOLEAN, name.place());
            }
            case "nil" -> {
                code.add(name.place(), m -> m.push(FormulaMachine.NIL, 0));
                return new Operand(FormulaType.NIL, name.place());
            }
            case ENVIRONMENT -> {
                return environment(name);
            }
            default -> {
                return variable(name);
            }
        }
    }

    Operand call(Token name, @Nullable Operand piped) {
        if (names.contains(name.text()) || variables.containsKey(name.text())) {
            throw text.refuse("a value must not be called: " + name.shown(), name.place());
        }
        return calls.write(name, piped);
    }

    private Operand variable(Token name) {
        Variable variable = variables.get(name.text());
        if (variable != null) {
            code.add(name.place(), m -> m.pushVariable(variable.index()));
            return new Operand(variable.type(), name.place());
        }
        return input(name);
    }

    private Operand input(Token name) {
        int index = names.indexOf(name.text());
        if (index < 0 && text.isAdded(name.place())) {
            throw tokens.unexpected(")"); // KEDA's own bracket closed one of the formula's
        }
        if (index < 0) {
            String known = names.isEmpty() ? "nothing has a name" : "must be one of " + String.join(", ", names);
            String offer = calls.isKnown(name.text())
                    ? "; a function is called with ( )"
                    : NearNames.offer(name.shown(), names);
            throw text.refuse("unknown name " + name.shown() + ", " + known + offer, name.place());
        }
        code.add(name.place(), m -> m.pushInput(index));
        return new Operand(FormulaType.DOUBLE, name.place());
    }

    /** A value by its name, for those names that are no words: {@code $env["my-queue"]}, {@code $env.max}. */
    private Operand environment(Token environment) {
        if (tokens.take(".") || tokens.take("?.")) {
            Token name = tokens.token();
            if (name.kind() != Token.Kind.NAME) {
                throw tokens.unexpected("a name");
            }
            tokens.take();
            return input(name);
        }
        if (tokens.at("[")
                && tokens.token(1).kind() == Token.Kind.STRING
                && tokens.token(2).is("]")) {
            Token name = tokens.token(1);
            tokens.take();
            tokens.take();
            tokens.take();
            return input(name);
        }
        throw text.unsupported(
                "maps are not supported; $env must be followed by .name or [\"name\"]", environment.place());
    }

    // What follows an operand.

    Operand postfix(Operand operand) {
        Operand value = operand;
        FormulaCode.Label end = new FormulaCode.Label();
        while (tokens.at("[") || tokens.at(".") || tokens.at("?.")) {
            int place = tokens.token().place();
            if (!tokens.at("[") && !(tokens.at("?.") && tokens.token(1).is("["))) {
                throw text.refuse(value.type() + " has no parts with names", place);
            }
            if (tokens.take("?.")) {
                code.add(place, m -> m.next = m.kind(1) == FormulaMachine.NIL ? end.at : m.next);
            }
            tokens.take();
            if (!value.type().canBe(Kind.LIST)) {
                throw text.refuse("only lists have elements, found " + value.type(), place);
            }
            value = elementOf(value, place);
        }
        code.here(end);
        return value;
    }

    /** The rest of {@code [i]}, {@code [i:j]}, {@code [i:]} or {@code [:j]}. */
    private Operand elementOf(Operand list, int place) {
        Operand first = tokens.at(":") ? null : index();
        if (!tokens.take(":")) {
            tokens.require("]");
            if (first != null && Long.valueOf(0).equals(first.constant()) && list.loop() != null) {
                list.loop().stopAtFirstIfFilter();
            }
            code.add(place, FormulaLists::element);
            return new Operand(list.type().elementOrUnknown(), place);
        }
        if (first == null) {
            code.add(place, m -> m.push(FormulaMachine.INTEGER, 0));
        }
        if (tokens.at("]")) {
            code.add(place, m -> m.push(FormulaMachine.INTEGER, Long.MAX_VALUE));
        } else {
            index();
        }
        tokens.require("]");
        code.add(place, FormulaLists::slice);
        return new Operand(list.type(), place);
    }

    private Operand index() {
        Operand index = parser.expression(0);
        if (!index.type().canBe(Kind.INTEGER)) {
            throw text.refuse("an index must be an integer, found " + index.type(), index.place());
        }
        return index;
    }
}
