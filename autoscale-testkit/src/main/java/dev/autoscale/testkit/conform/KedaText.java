package dev.autoscale.testkit.conform;

import dev.autoscale.policies.keda.KedaCondition;
import org.jspecify.annotations.Nullable;

/** How KEDA's files write texts. */
final class KedaText {
    private KedaText() {}

    /** Null if absent; the empty text has a word of its own. */
    static @Nullable String optional(Row row, int column) {
        return row.text(column).equals("<empty>") ? "" : row.optionalText(column);
    }

    static String of(@Nullable KedaCondition condition) {
        return condition == null ? "-" : condition.status() + ':' + condition.reason();
    }
}
