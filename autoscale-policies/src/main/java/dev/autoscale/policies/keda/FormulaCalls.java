package dev.autoscale.policies.keda;

import dev.autoscale.policies.internal.NearNames;
import dev.autoscale.policies.keda.FormulaLexer.Token;
import dev.autoscale.policies.keda.FormulaMachine.Step;
import dev.autoscale.policies.keda.FormulaParser.Operand;
import dev.autoscale.policies.keda.FormulaType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Writes the code of calls and says what does not fit. Not thread-safe; for one use. */
final class FormulaCalls {
    private static final Map<String, FormulaLoop.Kind> LOOPS = Map.ofEntries(
            Map.entry("all", FormulaLoop.Kind.ALL),
            Map.entry("any", FormulaLoop.Kind.ANY),
            Map.entry("none", FormulaLoop.Kind.NONE),
            Map.entry("one", FormulaLoop.Kind.ONE),
            Map.entry("count", FormulaLoop.Kind.COUNT),
            Map.entry("filter", FormulaLoop.Kind.FILTER),
            Map.entry("find", FormulaLoop.Kind.FIND),
            Map.entry("findIndex", FormulaLoop.Kind.FIND_INDEX),
            Map.entry("map", FormulaLoop.Kind.MAP),
            Map.entry("reduce", FormulaLoop.Kind.REDUCE),
            Map.entry("sortBy", FormulaLoop.Kind.SORT_BY),
            Map.entry("sum", FormulaLoop.Kind.SUM));

    private static final Set<String> OF_ONE = Set.of("abs", "ceil", "floor", "round", "int", "float");
    private static final Set<String> OF_ANY = Set.of("max", "min", "mean", "median");
    private static final Set<String> OF_LIST = Set.of("len", "first", "last", "reverse", "sort");

    /** What KEDA knows besides, for texts, maps, times and bits, and a few more for lists. */
    private static final Set<String> UNSUPPORTED = Set.of(
            "bitand",
            "bitnand",
            "bitnot",
            "bitor",
            "bitshl",
            "bitshr",
            "bitushr",
            "bitxor",
            "concat",
            "date",
            "duration",
            "findLast",
            "findLastIndex",
            "flatten",
            "fromBase64",
            "fromJSON",
            "fromPairs",
            "get",
            "groupBy",
            "hasPrefix",
            "hasSuffix",
            "indexOf",
            "join",
            "keys",
            "lastIndexOf",
            "lower",
            "now",
            "repeat",
            "replace",
            "split",
            "splitAfter",
            "string",
            "take",
            "timezone",
            "toBase64",
            "toJSON",
            "toPairs",
            "trim",
            "trimPrefix",
            "trimSuffix",
            "type",
            "uniq",
            "upper",
            "values");

    private final FormulaParser parser;
    private final FormulaOperands operands;
    private final FormulaText text;
    private final FormulaTokens tokens;
    private final FormulaCode code;

    FormulaCalls(
            FormulaParser parser, FormulaOperands operands, FormulaText text, FormulaTokens tokens, FormulaCode code) {
        this.parser = parser;
        this.operands = operands;
        this.text = text;
        this.tokens = tokens;
        this.code = code;
    }

    /** Whether a name is a function's, supported or not. */
    boolean isKnown(String name) {
        return LOOPS.containsKey(name)
                || OF_ONE.contains(name)
                || OF_ANY.contains(name)
                || OF_LIST.contains(name)
                || UNSUPPORTED.contains(name);
    }

    /** A call whose name and ( were read, to its ). */
    Operand write(Token name, @Nullable Operand piped) {
        FormulaLoop.Kind loop = LOOPS.get(name.text());
        if (loop != null) {
            return loop(loop, name, piped);
        }
        if (UNSUPPORTED.contains(name.text())) {
            throw text.unsupported("the function " + name.text() + " is not supported", name.place());
        }
        if (!isKnown(name.text())) {
            Set<String> known = new TreeSet<>(LOOPS.keySet());
            known.addAll(OF_ONE);
            known.addAll(OF_ANY);
            known.addAll(OF_LIST);
            throw text.refuse(
                    "unknown function " + name.shown() + ", must be one of " + String.join(", ", known)
                            + NearNames.offer(name.shown(), known),
                    name.place());
        }
        List<Operand> arguments = arguments(piped, name.place());
        if (OF_ANY.contains(name.text())) {
            return ofAny(name, arguments);
        }
        requireCount(arguments.size(), 1, name);
        return OF_ONE.contains(name.text()) ? ofOne(name, arguments.get(0)) : ofList(name, arguments.get(0));
    }

    private List<Operand> arguments(@Nullable Operand piped, int opened) {
        List<Operand> arguments = new ArrayList<>();
        if (piped != null) {
            arguments.add(piped);
        }
        for (int read = 0; tokens.hasAnother(read, ")", opened); read++) {
            arguments.add(parser.expression(0));
        }
        return arguments;
    }

    private void requireCount(int count, int wanted, Token name) {
        if (count != wanted) {
            throw text.refuse(
                    name.text() + " takes " + wanted + " argument" + (wanted == 1 ? "" : "s") + ", found " + count,
                    name.place());
        }
    }

    private Operand ofOne(Token name, Operand argument) {
        if (!argument.type().canBeNumber()) {
            throw text.refuse(name.text() + " takes a number, found " + argument.type(), name.place());
        }
        Step step = switch (name.text()) {
            case "abs" -> FormulaNumbers::abs;
            case "ceil" -> m -> FormulaNumbers.toDouble(m, Math::ceil);
            case "floor" -> m -> FormulaNumbers.toDouble(m, Math::floor);
            case "round" -> m -> FormulaNumbers.toDouble(m, FormulaNumbers::round);
            case "float" -> m -> FormulaNumbers.toDouble(m, x -> x);
            default -> FormulaNumbers::toInteger;
        };
        code.add(name.place(), step);
        FormulaType type = switch (name.text()) {
            case "abs" -> argument.type();
            case "int" -> FormulaType.INTEGER;
            default -> FormulaType.DOUBLE;
        };
        return new Operand(type, name.place());
    }

    private Operand ofAny(Token name, List<Operand> arguments) {
        int count = arguments.size();
        if (count == 0) {
            throw text.refuse(name.text() + " takes at least 1 argument, found 0", name.place());
        }
        for (Operand argument : arguments) {
            boolean isAlone = count == 1
                    && argument.type().kind() == Kind.NIL
                    && !name.text().startsWith("me");
            if (!argument.type().canBeNumber() && !argument.type().canBe(Kind.LIST) && !isAlone) {
                throw text.refuse(name.text() + " takes numbers and lists, found " + argument.type(), argument.place());
            }
        }
        FormulaType first = arguments.get(0).type();
        FormulaType type = first.isNumber() ? first : FormulaType.UNKNOWN;
        switch (name.text()) {
            case "max" -> code.add(name.place(), m -> FormulaLists.extreme(m, count, true));
            case "min" -> code.add(name.place(), m -> FormulaLists.extreme(m, count, false));
            case "mean" -> code.add(name.place(), m -> FormulaLists.mean(m, count));
            default -> code.add(name.place(), m -> FormulaLists.median(m, count));
        }
        return new Operand(name.text().startsWith("me") ? FormulaType.DOUBLE : type, name.place());
    }

    private Operand ofList(Token name, Operand list) {
        requireList(list, name);
        FormulaType element = list.type().elementOrUnknown();
        switch (name.text()) {
            case "len" -> code.add(name.place(), FormulaLists::length);
            case "first" -> code.add(name.place(), m -> FormulaLists.end(m, true));
            case "last" -> code.add(name.place(), m -> FormulaLists.end(m, false));
            case "reverse" -> code.add(name.place(), FormulaLists::reverse);
            default -> code.add(name.place(), FormulaLists::sort);
        }
        if (name.text().equals("first") && list.loop() != null) {
            list.loop().stopAtFirstIfFilter();
        }
        FormulaType type = switch (name.text()) {
            case "len" -> FormulaType.INTEGER;
            case "first", "last" -> element;
            default -> list.type();
        };
        return new Operand(type, name.place());
    }

    private void requireList(Operand list, Token name) {
        if (!list.type().canBe(Kind.LIST)) {
            throw text.refuse(name.text() + " takes a list, found " + list.type(), name.place());
        }
    }

    // Functions that ask something of each element.

    private Operand loop(FormulaLoop.Kind kind, Token name, @Nullable Operand piped) {
        int read = 0;
        Operand list = piped;
        if (list == null) {
            if (!tokens.hasAnother(read++, ")", name.place())) {
                throw text.refuse(name.text() + " takes a list, found nothing", name.place());
            }
            list = parser.expression(0);
        }
        requireList(list, name);
        boolean hasPredicate = tokens.hasAnother(read, ")", name.place());
        boolean isOptional = kind == FormulaLoop.Kind.COUNT || kind == FormulaLoop.Kind.SUM;
        if (!hasPredicate && !isOptional) {
            throw text.refuse(
                    name.text() + " takes a list and what to ask of its elements, such as # > 1", name.place());
        }
        return !hasPredicate && kind == FormulaLoop.Kind.SUM ? sum(name, list) : loop(kind, name, list, hasPredicate);
    }

    private Operand sum(Token name, Operand list) {
        boolean isWritten = list.elements() != null && list.elements().size() > 1;
        code.add(name.place(), m -> FormulaLists.sum(m, isWritten));
        FormulaType element = list.type().elementOrUnknown();
        return new Operand(element.isNumber() ? element : FormulaType.UNKNOWN, name.place());
    }

    private Operand loop(FormulaLoop.Kind kind, Token name, Operand list, boolean hasPredicate) {
        int place = name.place();
        FormulaLoop loop = new FormulaLoop(kind, code.variables(FormulaLoop.VARIABLES));
        FormulaCode.Label start = new FormulaCode.Label();
        FormulaCode.Label first = new FormulaCode.Label();
        code.add(place, loop::begin);
        if (kind == FormulaLoop.Kind.REDUCE) {
            code.jump(place, first);
        }
        code.here(start);
        code.add(place, loop::next);
        FormulaType element = list.type().elementOrUnknown();
        Operand answer = new Operand(element, place);
        if (hasPredicate) {
            answer = operands.predicate(loop, element);
        } else {
            code.add(place, loop::pushElement);
        }
        requireAnswer(kind, name, answer);
        code.add(answer.place(), loop::take);
        code.jump(place, start);
        loop.end = code.size();
        code.add(place, loop::end);
        if (kind == FormulaLoop.Kind.REDUCE) {
            reduce(loop, name, start, first);
        } else if (hasPredicate && tokens.hasAnother(1, ")", name.place())) {
            parser.expression(0);
            throw text.refuse(name.text() + " takes 2 arguments, found more", place);
        }
        return new Operand(type(kind, list.type(), answer.type()), place, null, null, loop);
    }

    /** The first value of the result: the third argument, or the first element. It is written after the loop and run before. */
    private void reduce(FormulaLoop loop, Token name, FormulaCode.Label start, FormulaCode.Label first) {
        FormulaCode.Label end = new FormulaCode.Label();
        code.jump(name.place(), end);
        code.here(first);
        if (tokens.hasAnother(1, ")", name.place())) {
            Operand value = parser.expression(0);
            code.add(value.place(), loop::beginWithValue);
            if (tokens.hasAnother(1, ")", name.place())) {
                throw text.refuse("reduce takes 2 or 3 arguments, found more", name.place());
            }
        } else {
            code.add(name.place(), loop::beginWithElement);
        }
        code.jump(name.place(), start);
        code.here(end);
    }

    private void requireAnswer(FormulaLoop.Kind kind, Token name, Operand answer) {
        boolean isNumeric = kind == FormulaLoop.Kind.SUM || kind == FormulaLoop.Kind.SORT_BY;
        boolean fits = kind.isAsking()
                ? answer.type().canBe(Kind.BOOLEAN)
                : !isNumeric || answer.type().canBeNumber();
        if (!fits) {
            String wanted = kind.isAsking() ? "true or false" : "a number";
            throw text.refuse(
                    name.text() + " needs " + wanted + " of each element, found " + answer.type(), answer.place());
        }
    }

    private static FormulaType type(FormulaLoop.Kind kind, FormulaType list, FormulaType answer) {
        return switch (kind) {
            case ALL, ANY, NONE, ONE -> FormulaType.BOOLEAN;
            case COUNT, FIND_INDEX -> FormulaType.INTEGER;
            case FILTER, SORT_BY -> list;
            case FIND -> list.elementOrUnknown();
            case MAP -> FormulaType.listOf(answer);
            case SUM -> answer;
            case REDUCE -> FormulaType.UNKNOWN;
        };
    }
}
