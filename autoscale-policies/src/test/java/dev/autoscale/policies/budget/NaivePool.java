package dev.autoscale.policies.budget;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** A pool of a property test, and what its order gives: replica by replica, with exact fractions. */
record NaivePool(int capacity, List<Member> members) {
    /** A workload and what it asks for. */
    record Member(
            int units, int floor, int ceiling, int guaranteed, int weight, int priority, int demand, int present) {
        Member withBounds(int newFloor, int newCeiling, int newGuaranteed) {
            return new Member(units, newFloor, newCeiling, newGuaranteed, weight, priority, demand, present);
        }

        Member withWeight(int newWeight) {
            return new Member(units, floor, ceiling, guaranteed, newWeight, priority, demand, present);
        }

        Member withPriority(int newPriority) {
            return new Member(units, floor, ceiling, guaranteed, weight, newPriority, demand, present);
        }

        Member withDemand(int newDemand) {
            return new Member(units, floor, ceiling, guaranteed, weight, priority, newDemand, present);
        }

        int asked() {
            int known = demand >= 0 ? demand : present >= 0 ? present : floor;
            return Math.max(floor, Math.min(ceiling, known));
        }

        int reserved() {
            return Math.max(floor, demand < 0 ? asked() : Math.min(guaranteed, asked()));
        }

        private int step(int replica) {
            return replica <= floor ? 1 : replica <= reserved() ? 2 : 3;
        }

        /** Whether a replica of this workload comes before one of another, which was not added earlier. */
        private boolean isNotBehind(int replica, Member other, int otherReplica) {
            if (step(replica) != other.step(otherReplica)) {
                return step(replica) < other.step(otherReplica);
            }
            if (priority != other.priority) {
                return priority > other.priority;
            }
            return compareLevels(replica, other, otherReplica) <= 0;
        }

        int compareLevels(int replica, Member other, int otherReplica) {
            return level(replica, other.weight).compareTo(other.level(otherReplica, weight));
        }

        private BigInteger level(int replica, int otherWeight) {
            return BigInteger.valueOf(2L * replica - 1)
                    .multiply(BigInteger.valueOf(units))
                    .multiply(BigInteger.valueOf(otherWeight));
        }
    }

    int[] demand() {
        return members.stream().mapToInt(Member::demand).toArray();
    }

    int[] present() {
        return members.stream().mapToInt(Member::present).toArray();
    }

    CapacityBudget budget(int hysteresis) {
        CapacityBudget.Builder builder = CapacityBudget.builder(capacity).hysteresis(hysteresis);
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            builder.workload(CapacityBudget.Workload.named("w" + i)
                    .unitsPerReplica(member.units)
                    .floor(member.floor)
                    .ceiling(member.ceiling)
                    .guaranteed(member.guaranteed)
                    .weight(member.weight)
                    .priority(member.priority));
        }
        return builder.build();
    }

    Grants decided(int hysteresis, int[] present) {
        CapacityBudget budget = budget(hysteresis);
        Grants grants = budget.newGrants();
        budget.decide(demand(), present, grants);
        return grants;
    }

    /** Without a history, and without a step. */
    int[] fresh() {
        return column(decided(0, present()));
    }

    static int[] column(Grants grants) {
        int[] column = new int[grants.size()];
        grants.copyTo(column);
        return column;
    }

    NaivePool with(int index, Member member) {
        List<Member> changed = new ArrayList<>(members);
        changed.set(index, member);
        return new NaivePool(capacity, changed);
    }

    int[] shares() {
        int[] counts = new int[members.size()];
        boolean[] isOut = new boolean[members.size()];
        long left = capacity;
        for (int next = next(counts, isOut); next >= 0; next = next(counts, isOut)) {
            if (members.get(next).units > left) {
                isOut[next] = true;
            } else {
                counts[next]++;
                left -= members.get(next).units;
            }
        }
        return counts;
    }

    private int next(int[] counts, boolean[] isOut) {
        int first = -1;
        for (int i = 0; i < counts.length; i++) {
            boolean isOpen = !isOut[i] && counts[i] < members.get(i).asked();
            if (isOpen
                    && (first < 0
                            || !members.get(first).isNotBehind(counts[first] + 1, members.get(i), counts[i] + 1))) {
                first = i;
            }
        }
        return first;
    }
}
