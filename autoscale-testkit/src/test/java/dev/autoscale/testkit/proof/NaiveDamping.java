package dev.autoscale.testkit.proof;

import dev.autoscale.Decision;
import java.util.ArrayList;
import java.util.List;

/** What stands between windows and rate policies, and a lack of capacity, from lists of all that ever happened. */
final class NaiveDamping {
    /** What a decision asked for: -1, 0 or 1; not followed if the metrics said nothing. */
    private record Wish(long time, int direction, boolean followed) {}

    /** A wish to shrink further than what has lasted. */
    private record Deep(long time, int count) {}

    private record Change(long time, int from, int to) {
        int direction() {
            return Integer.signum(to - from);
        }

        int size() {
            return Math.abs(to - from);
        }
    }

    private final DrawnDamping rules;
    private final List<Wish> wishes = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<Long> reports = new ArrayList<>();
    private final List<Deep> deeper = new ArrayList<>();
    private int lasting = -1;
    private int reached;

    int wanted;
    int sustained;
    int cooled;
    int budgeted;

    NaiveDamping(DrawnDamping rules) {
        this.rules = rules;
    }

    void decide(long now, int current, int stabilized, boolean isRemovableKnown, int ready) {
        if (stabilized == Decision.NOT_EVALUATED) {
            wishes.add(new Wish(now, 0, false));
            lasts(now, current, current);
            return;
        }
        int rounded = rules.grid().up(stabilized);
        boolean turns = Integer.signum(rounded - current) == -Integer.signum(stabilized - current);
        wanted = turns ? current : rounded;
        sustained = sustain(now, current, wanted);
        boolean holds = rules.down().sustained() > 0 || rules.down().decisions() > 1;
        boolean shrinks = sustained < current && current > 0 && holds;
        sustained = shrinks && isRemovableKnown
                ? Math.max(sustained, Math.min(current, lastingWith(now, wanted)))
                : sustained;
        cooled = cool(now, current, sustained, ready);
        budgeted = rules.budget() == null ? cooled : afford(rules.budget(), now, current, cooled);
        wishes.add(new Wish(now, Integer.signum(wanted - current), true));
        lasts(now, current, wanted);
    }

    /** How far a wish has lasted if this one is added: a deeper one than the one that lasts must last by itself. */
    private int lastingWith(long now, int count) {
        if (lasting < 0 || count >= lasting) {
            return count;
        }
        List<Deep> run = new ArrayList<>(deeper);
        run.add(new Deep(now, count));
        return hasLasted(run) ? highest(run) : lasting;
    }

    private boolean hasLasted(List<Deep> run) {
        DrawnDamping.Way way = rules.down();
        long time = run.get(run.size() - 1).time - run.get(0).time;
        return time >= way.sustained() && run.size() >= way.breaches();
    }

    private static int highest(List<Deep> run) {
        return run.stream().mapToInt(Deep::count).max().orElseThrow();
    }

    private void lasts(long now, int current, int count) {
        int decisions = rules.down().decisions();
        boolean shrinks = count < current;
        boolean isOver = wishes.subList(Math.max(0, wishes.size() - decisions), wishes.size()).stream()
                .noneMatch(wish -> wish.direction < 0);
        if (isOver) {
            lasting = -1;
        }
        if (!shrinks || lasting < 0 || count >= lasting) {
            lasting = shrinks ? count : lasting;
            deeper.clear();
            return;
        }
        deeper.add(new Deep(now, count));
        if (hasLasted(deeper)) {
            lasting = highest(deeper);
            deeper.clear();
        }
    }

    private int sustain(long now, int current, int count) {
        int direction = Integer.signum(count - current);
        DrawnDamping.Way way = direction > 0 ? rules.up() : rules.down();
        if (direction == 0 || current == 0) {
            return count;
        }
        List<Wish> heard =
                direction > 0 ? wishes.stream().filter(Wish::followed).toList() : wishes;
        int breaches = 1;
        for (Wish wish : heard.subList(Math.max(0, heard.size() - way.decisions() + 1), heard.size())) {
            breaches += wish.direction == direction ? 1 : 0;
        }
        long since = now;
        for (int i = heard.size() - 1; i >= 0 && heard.get(i).direction == direction; i--) {
            since = heard.get(i).time;
        }
        return breaches >= way.breaches() && now - since >= way.sustained() ? count : current;
    }

    private int cool(long now, int current, int count, int ready) {
        int direction = Integer.signum(count - current);
        if (direction == 0 || current == 0) {
            return count;
        }
        DrawnDamping.Way way = direction > 0 ? rules.up() : rules.down();
        if (changes.stream().anyMatch(change -> now - change.time < way.afterAny())) {
            return current;
        }
        boolean isHeld = changes.stream()
                .anyMatch(change -> change.direction() == direction && now - change.time < way.cooldown());
        return !isHeld ? count : way.largerWithinCooldown() ? larger(current, count, ready) : current;
    }

    /** What the ready replicas lack, added to the count before the growth whose cooldown it is. */
    private int larger(int current, int count, int ready) {
        List<Change> growths =
                changes.stream().filter(change -> change.direction() > 0).toList();
        int first = growths.size() - 1;
        while (first > 0
                && growths.get(first).time - growths.get(first - 1).time
                        < rules.up().cooldown()) {
            first--;
        }
        int before = Math.min(growths.get(first).from, current);
        int lacking = count - Math.max(before, Math.min(ready, current));
        return lacking <= current - before ? current : NaiveRules.step(rules.grid(), current, before + lacking);
    }

    private int afford(DrawnDamping.Budget budget, long now, int current, int count) {
        long spent = 0;
        int reversals = 0;
        for (int i = 0; i < changes.size(); i++) {
            if (now - changes.get(i).time < budget.period()) {
                spent += changes.get(i).size();
                reversals += i > 0 && isReversal(budget, changes.get(i - 1), changes.get(i)) ? 1 : 0;
            }
        }
        int direction = Integer.signum(count - current);
        if (direction == 0 || current == 0 || (direction > 0 && budget.shrinkOnly())) {
            return count;
        }
        Change next = new Change(now, current, count);
        boolean turns = !changes.isEmpty() && isReversal(budget, changes.get(changes.size() - 1), next);
        long left = budget.replicas() < 0 ? Integer.MAX_VALUE : Math.max(0, budget.replicas() - spent);
        left = budget.reversals() >= 0 && turns && reversals >= budget.reversals() ? 0 : left;
        long allowed = direction > 0 ? Math.min(count, current + left) : Math.max(count, current - left);
        return allowed == count ? count : NaiveRules.step(rules.grid(), current, (int) allowed);
    }

    private static boolean isReversal(DrawnDamping.Budget budget, Change before, Change change) {
        return before.direction() == -change.direction() && change.time - before.time < budget.period();
    }

    /** Of a change that is neither activation's nor a pause's. */
    void scaled(long now, int from, int to) {
        if (from != to) {
            changes.add(new Change(now, from, to));
        }
    }

    void capacityExhausted(long now, int newReached) {
        reached = newReached;
        if (reports.isEmpty() || now >= retryAt()) {
            reports.add(now);
        }
    }

    /** From the times of the reports that began a wait. */
    private long retryAt() {
        long wait = 0;
        long retryAt = Long.MIN_VALUE;
        for (long time : reports) {
            boolean again = wait == 0 || time >= retryAt + rules.longestWait();
            wait = again ? rules.firstWait() : Math.min(2 * wait, rules.longestWait());
            retryAt = time + wait;
        }
        return retryAt;
    }

    int grant(long now, int current, int count) {
        if (!isShort(now) || count <= current) {
            return count;
        }
        return NaiveRules.cut(rules.grid(), current, Math.max(current, Math.min(count, reached)));
    }

    boolean isShort(long now) {
        return !reports.isEmpty() && now < retryAt();
    }
}
