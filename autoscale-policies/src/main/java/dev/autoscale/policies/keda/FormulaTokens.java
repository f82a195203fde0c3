package dev.autoscale.policies.keda;

import dev.autoscale.InvalidSettingsException;
import dev.autoscale.policies.keda.FormulaLexer.Token;
import java.util.List;

/** The tokens of a formula, read from left to right. Not thread-safe; for one use. */
final class FormulaTokens {
    private final FormulaText text;
    private final List<Token> tokens;
    private int next;

    FormulaTokens(FormulaText text) {
        this.text = text;
        this.tokens = new FormulaLexer(text).tokens();
    }

    /** The next token. */
    Token token() {
        return tokens.get(next);
    }

    /** A token ahead of the next one by a number of places; the last one where there are fewer. */
    Token token(int ahead) {
        return tokens.get(Math.min(next + ahead, tokens.size() - 1));
    }

    /** Takes the next token. */
    Token take() {
        return tokens.get(next++);
    }

    boolean at(String sign) {
        return token().is(sign);
    }

    /** Takes a sign if it is there. */
    boolean take(String sign) {
        boolean isThere = at(sign);
        next += isThere ? 1 : 0;
        return isThere;
    }

    void require(String sign) {
        if (!take(sign)) {
            throw unexpected(sign);
        }
    }

    InvalidSettingsException unexpected(String wanted) {
        boolean isAtEnd = text.isAdded(token().place());
        String found = isAtEnd ? "" : ", found " + token().shown();
        return text.refuse("there must be " + wanted + found, token().place());
    }

    /** What is wrong before a bracket ends that was opened at a place; what KEDA opens nobody knows of. */
    InvalidSettingsException unexpected(String wanted, int opened) {
        if (!text.isAdded(opened)) {
            return unexpected(wanted);
        }
        if (token().kind() != Token.Kind.END) {
            return unexpected("an operator or the end");
        }
        boolean isComment = text.formula().contains("//");
        return unexpected(isComment ? "a new line after // ..., which else hides the ) of KEDA's float( )" : ")");
    }

    /**
     * Whether another part of a list follows, up to a bracket, which is taken. A comma may stand before the bracket.
     *
     * @param parts how many were read before
     * @param opened where the bracket's other half is
     */
    boolean hasAnother(int parts, String bracket, int opened) {
        if (take(bracket)) {
            return false;
        }
        if (parts > 0) {
            if (!at(",")) {
                throw unexpected(", or " + bracket, opened);
            }
            next++;
            return !take(bracket);
        }
        return true;
    }
}
