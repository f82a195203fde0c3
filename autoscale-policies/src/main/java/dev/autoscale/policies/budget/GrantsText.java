package dev.autoscale.policies.budget;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/** Puts the grants of a budget into words. */
final class GrantsText {
    private static final int MAX_LINES = 20;
    private static final int MAX_NAMES = 3;

    private final CapacityBudget budget;
    private final Grants grants;

    GrantsText(CapacityBudget budget, Grants grants) {
        this.budget = budget;
        this.grants = grants;
    }

    void appendTo(StringBuilder text) {
        appendTotals(text);
        List<Integer> told = IntStream.range(0, grants.size())
                .filter(this::isTold)
                .boxed()
                .sorted(Comparator.comparingLong((Integer rank) -> cutUnits(rank))
                        .reversed())
                .toList();
        List<Integer> lines = told.subList(0, Math.min(MAX_LINES, told.size()));
        int width = lines.stream()
                .mapToInt(rank -> budget.at(rank).name().length())
                .max()
                .orElse(0);
        for (int rank : lines) {
            String name = budget.at(rank).name();
            text.append("  ").append(name).append(" ".repeat(width - name.length() + 2));
            appendWorkload(rank, text);
            text.append('\n');
        }
        if (told.size() > lines.size()) {
            text.append("  and ").append(told.size() - lines.size()).append(" more\n");
        }
    }

    private void appendTotals(StringBuilder text) {
        if (grants.capacity() < 0) {
            text.append(grants.usedUnits())
                    .append(" units granted: the capacity is not known, present counts are held\n");
            return;
        }
        text.append(grants.usedUnits())
                .append(" of ")
                .append(units(grants.capacity()))
                .append(" granted");
        long cut = grants.cutUnits();
        text.append(cut == 0 ? "; nobody is cut\n" : "; " + cut + " more asked for\n");
    }

    /** Whatever is not plainly granted, or would not be without a history. */
    private boolean isTold(int rank) {
        return grants.reasonAt(rank) != Grants.Reason.GRANTED || grants.counts[rank] != grants.shares[rank];
    }

    private long cutUnits(int rank) {
        return (long) grants.cutAt(rank) * budget.units[rank];
    }

    private void appendWorkload(int rank, StringBuilder text) {
        Grants.Reason reason = grants.reasonAt(rank);
        text.append(grants.counts[rank])
                .append(" of ")
                .append(grants.asked(rank))
                .append("  ")
                .append(reason);
        switch (reason) {
            case FLOOR -> text.append(": asks for less");
            case CEILING -> text.append(": asks for more");
            case FLOORS_EXCEED_CAPACITY -> text.append(": its floor is ").append(budget.floors[rank]);
            case DEMAND_UNKNOWN -> text.append(": its present count is held");
            default -> {}
        }
        if (grants.capacity() < 0) {
            return;
        }
        if (grants.cutAt(rank) > 0) {
            text.append(reason == Grants.Reason.CAPACITY_SHORT ? ": " : "; ");
            text.append("cut by ").append(grants.cutAt(rank));
            if (budget.units[rank] > 1) {
                text.append(" (").append(units(cutUnits(rank))).append(')');
            }
            appendOthers(rank, text);
        }
        int kept = grants.counts[rank] - grants.shares[rank];
        if (kept != 0) {
            text.append(reason == Grants.Reason.GRANTED ? ": " : "; ");
            text.append("keeps ")
                    .append(Math.abs(kept))
                    .append(kept > 0 ? " more" : " fewer")
                    .append(" than its share");
        }
    }

    /** Who has what ranks before the first replica that this workload does not get: shares if there are any, else what is reserved. */
    private void appendOthers(int cut, StringBuilder text) {
        boolean isShare = grants.counts[cut] >= budget.floors[cut] && grants.counts[cut] >= grants.reserved[cut];
        List<String> names =
                isShare ? largest(other -> sharedUnits(cut, other), other -> " by " + rank(cut, other)) : List.of();
        if (!names.isEmpty()) {
            text.append(" for ").append(String.join(", ", names));
            return;
        }
        names = largest(other -> reservedUnits(cut, other), other -> "");
        text.append(names.isEmpty() ? ", as no more fits" : " for what is reserved for " + String.join(", ", names));
    }

    /** Beyond what is reserved, by priority or weight. */
    private long sharedUnits(int cut, int other) {
        boolean isOutranked = budget.at(other).priority < budget.at(cut).priority;
        int more = other == cut || isOutranked ? 0 : grants.counts[other] - grants.reserved[other];
        return (long) more * budget.units[other];
    }

    /** Floors, and what is guaranteed, as far as they come before the first replica that this workload does not get. */
    private long reservedUnits(int cut, int other) {
        boolean isOutranked = budget.at(other).priority < budget.at(cut).priority;
        int before;
        if (grants.counts[cut] < budget.floors[cut]) {
            before = isOutranked ? 0 : grants.floors[other];
        } else {
            boolean isAll = grants.counts[cut] >= grants.reserved[cut] || !isOutranked;
            before = isAll ? grants.reserved[other] : grants.floors[other];
        }
        return other == cut ? 0 : (long) Math.min(grants.counts[other], before) * budget.units[other];
    }

    /** Names of those that have most, each with why it comes first, and how many others there are. */
    private List<String> largest(IntToLongFunction unitsOf, IntFunction<String> why) {
        int[] most = new int[MAX_NAMES];
        int found = 0;
        for (int other = 0; other < grants.size(); other++) {
            long units = unitsOf.applyAsLong(other);
            if (units > 0) {
                int place = Math.min(found++, MAX_NAMES);
                while (place > 0 && unitsOf.applyAsLong(most[place - 1]) < units) {
                    place--;
                    if (place + 1 < MAX_NAMES) {
                        most[place + 1] = most[place];
                    }
                }
                if (place < MAX_NAMES) {
                    most[place] = other;
                }
            }
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < Math.min(found, MAX_NAMES); i++) {
            String units = units(unitsOf.applyAsLong(most[i]));
            names.add(budget.at(most[i]).name() + " (" + units + why.apply(most[i]) + ")");
        }
        if (found > MAX_NAMES) {
            names.add((found - MAX_NAMES) + " more");
        }
        return names;
    }

    private String rank(int cut, int other) {
        CapacityBudget.Workload workload = budget.at(other);
        return workload.priority == budget.at(cut).priority
                ? "weight " + workload.weight
                : "priority " + workload.priority;
    }

    private static String units(long count) {
        return count + (count == 1 ? " unit" : " units");
    }
}
