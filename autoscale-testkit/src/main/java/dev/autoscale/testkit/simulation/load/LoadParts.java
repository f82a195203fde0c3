package dev.autoscale.testkit.simulation.load;

import dev.autoscale.testkit.SeededRandom;
import java.util.List;

/** The loads that another one is made of; each draws from numbers of its own, by its position. Immutable. */
record LoadParts(List<Load> loads) {
    static LoadParts of(Load... loads) {
        List<Load> copy = List.of(loads);
        new LoadRules("")
                .require(!copy.isEmpty(), "must have loads", "loads", copy.size())
                .check();
        return new LoadParts(copy);
    }

    int size() {
        return loads.size();
    }

    Arrivals open(int part, SeededRandom random) {
        return loads.get(part).open(random.split("part " + part));
    }

    ExpectedArrivals expect(int part, SeededRandom random) {
        return loads.get(part).expect(random.split("part " + part));
    }

    String names(String joiner) {
        return String.join(
                "; " + joiner + ' ', loads.stream().map(LoadParts::name).toList());
    }

    /** A name that something can be joined to: in parentheses, if it is made of several itself. */
    static String name(Load load) {
        String name = load.name();
        int depth = 0;
        boolean isQuoted = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            isQuoted ^= c == '"';
            depth += isQuoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ';' && depth == 0 && !isQuoted) {
                return '(' + name + ')';
            }
        }
        return name;
    }
}
