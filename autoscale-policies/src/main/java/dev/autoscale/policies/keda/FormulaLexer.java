package dev.autoscale.policies.keda;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Cuts the text of a formula into its words, numbers and signs. Not thread-safe; for one use. */
final class FormulaLexer {
    private static final Set<String> WORDS =
            Set.of("and", "or", "not", "in", "contains", "startsWith", "endsWith", "matches", "let", "if", "else");
    private static final Set<String> PAIRS = Set.of("**", "&&", "||", "==", "!=", "<=", ">=", "..", "??", "?.");
    private static final String SIGNS = "+-*/%^|&=!<>?:,;.#()[]{}";
    private static final String QUOTES = "\"'`";

    /**
     * A piece of the text.
     *
     * @param place where it begins in the wrapped text, from 0
     */
    record Token(Kind kind, String text, int place) {
        enum Kind {
            NUMBER,
            NAME,
            /** A text in quotes, without them. */
            STRING,
            SIGN,
            END
        }

        private static final int MAX_SHOWN = 40;

        boolean is(String sign) {
            return kind == Kind.SIGN && text.equals(sign);
        }

        /** The token as messages quote it. */
        String shown() {
            return switch (kind) {
                case END -> "the end";
                case STRING -> "a text";
                default -> text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
            };
        }
    }

    private final FormulaText text;
    private final String all;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    FormulaLexer(FormulaText text) {
        this.text = text;
        this.all = text.wrapped();
    }

    List<Token> tokens() {
        while (skipBlanks()) {
            char c = all.charAt(at);
            if (isDigit(c) || (c == '.' && isDigit(charAt(at + 1)))) {
                number();
            } else if (isLetter(all.codePointAt(at))) {
                name();
            } else if (QUOTES.indexOf(c) >= 0) {
                quoted(c);
            } else {
                sign();
            }
        }
        add(Token.Kind.END, "", all.length());
        return tokens;
    }

    private void add(Token.Kind kind, String of, int begin) {
        tokens.add(new Token(kind, of, begin));
    }

    private char charAt(int index) {
        return index < all.length() ? all.charAt(index) : 0;
    }

    /** Goes to the next token; false at the end. */
    private boolean skipBlanks() {
        while (at < all.length()) {
            if (all.startsWith("//", at)) {
                int end = all.indexOf('\n', at);
                at = end < 0 ? all.length() : end;
            } else if (all.startsWith("/*", at)) {
                int end = all.indexOf("*/", at + 2);
                if (end < 0) {
                    throw text.refuse("a comment must end with */", at);
                }
                at = end + 2;
            } else if (isBlank(all.charAt(at))) {
                at++;
            } else {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLetter(int codePoint) {
        return Character.isLetter(codePoint) || codePoint == '_' || codePoint == '$';
    }

    private void name() {
        int begin = at;
        at = endOfWord();
        String word = all.substring(begin, at);
        boolean isMember = !tokens.isEmpty()
                && (tokens.get(tokens.size() - 1).is(".")
                        || tokens.get(tokens.size() - 1).is("?."));
        add(WORDS.contains(word) && !isMember ? Token.Kind.SIGN : Token.Kind.NAME, word, begin);
    }

    private int endOfWord() {
        int end = at;
        while (end < all.length()) {
            int codePoint = all.codePointAt(end);
            if (!isLetter(codePoint) && !Character.isDigit(codePoint)) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return end;
    }

    private void number() {
        int begin = at;
        if (charAt(at) == '0' && "xXbBoO".indexOf(charAt(at + 1)) >= 0) {
            at = endOfWord();
        } else {
            digits();
            if (charAt(at) == '.' && charAt(at + 1) != '.') {
                at++;
                digits();
            }
            if (charAt(at) == 'e' || charAt(at) == 'E') {
                at += charAt(at + 1) == '+' || charAt(at + 1) == '-' ? 2 : 1;
                digits();
            }
        }
        int end = endOfWord();
        if (end > at) {
            Token found = new Token(Token.Kind.NUMBER, all.substring(begin, end), begin);
            throw text.refuse("a number must not go on with letters: " + found.shown(), begin);
        }
        add(Token.Kind.NUMBER, all.substring(begin, at).replace("_", ""), begin);
    }

    private void digits() {
        while (isDigit(charAt(at)) || charAt(at) == '_') {
            at++;
        }
    }

    private void quoted(char quote) {
        int begin = at++;
        while (charAt(at) != quote) {
            boolean isEscape = charAt(at) == '\\' && quote != '`';
            if (at >= all.length() || (charAt(at) == '\n' && quote != '`')) {
                throw text.refuse("a text must end with its quote " + quote, begin);
            }
            at += isEscape ? 2 : 1;
        }
        add(Token.Kind.STRING, all.substring(begin + 1, at++), begin);
    }

    private void sign() {
        int begin = at;
        String pair = all.substring(at, Math.min(all.length(), at + 2));
        if (PAIRS.contains(pair)) {
            at += 2;
        } else if (SIGNS.indexOf(all.charAt(at)) >= 0) {
            at++;
        } else {
            throw text.refuse(
                    "a formula is made of numbers, names and " + SIGNS + ", not " + shown(all.codePointAt(at)), at);
        }
        add(Token.Kind.SIGN, all.substring(begin, at), begin);
    }

    private static String shown(int codePoint) {
        return Character.isISOControl(codePoint) || (codePoint >= 0xD800 && codePoint <= 0xDFFF)
                ? "U+%04X".formatted(codePoint)
                : Character.toString(codePoint);
    }
}
