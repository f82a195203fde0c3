package dev.autoscale.policies.budget;

import static org.assertj.core.api.Assertions.assertThat;

import dev.autoscale.policies.budget.NaivePool.Member;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What {@link CapacityBudget} promises, over random pools, and the slow and exact way to find the same. */
class CapacityBudgetPropertiesTest {
    @Provide
    Arbitrary<NaivePool> pools() {
        return pools(Arbitraries.of(1, 1, 2, 3, 8), 8, -1);
    }

    @Provide
    Arbitrary<NaivePool> poolsOfOneSize() {
        return Arbitraries.of(1, 1, 3).flatMap(units -> pools(Arbitraries.just(units), 8, 0));
    }

    @Provide
    Arbitrary<NaivePool> smallPoolsOfOneSize() {
        return Arbitraries.of(1, 2).flatMap(units -> pools(Arbitraries.just(units), 4, 0));
    }

    private static Arbitrary<NaivePool> pools(Arbitrary<Integer> units, int mostMembers, int leastDemand) {
        Arbitrary<Integer> weights = Arbitraries.of(1, 1, 2, 3, 7, 9_999, 10_000);
        Arbitrary<Integer> demands = Arbitraries.integers().between(leastDemand, 15);
        Arbitrary<Integer> floors = Arbitraries.of(0, 0, 1, 2, 5);
        Arbitrary<Integer> rooms = Arbitraries.of(0, 1, 5, 100, 100, 100);
        Arbitrary<Integer> guaranteed = Arbitraries.of(0, 1, 1, 4);
        Arbitrary<Integer> priorities = Arbitraries.of(0, 0, 5, 10);
        Arbitrary<Integer> present = Arbitraries.integers().between(-1, 15);
        Arbitrary<Member> members = Combinators.combine(
                        units, floors, rooms, guaranteed, weights, priorities, demands, present)
                .as((unit, floor, room, sure, weight, priority, demand, now) ->
                        new Member(unit, floor, floor + room, sure, weight, priority, demand, now));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 70),
                        members.list().ofMinSize(1).ofMaxSize(mostMembers))
                .as(NaivePool::new);
    }

    private static long units(NaivePool pool, int[] counts) {
        return IntStream.range(0, counts.length)
                .mapToLong(i -> (long) counts[i] * pool.members().get(i).units())
                .sum();
    }

    @Property
    void shares_are_those_of_the_slow_way(@ForAll("pools") NaivePool pool) {
        Grants grants = pool.decided(0, pool.present());
        int[] slowly = pool.shares();
        assertThat(NaivePool.column(grants)).isEqualTo(slowly);
        for (int i = 0; i < slowly.length; i++) {
            assertThat(grants.share(i)).isEqualTo(slowly[i]);
            assertThat(grants.cut(i)).isEqualTo(pool.members().get(i).asked() - slowly[i]);
        }
    }

    @Property
    void the_capacity_is_never_exceeded_and_feasible_floors_and_guarantees_are_kept(
            @ForAll("pools") NaivePool pool, @ForAll @IntRange(max = 5) int hysteresis) {
        int[] grants = NaivePool.column(pool.decided(hysteresis, pool.present()));
        int[] floors = pool.members().stream().mapToInt(Member::floor).toArray();
        int[] reserved = pool.members().stream().mapToInt(Member::reserved).toArray();
        assertThat(units(pool, grants)).isLessThanOrEqualTo(pool.capacity());
        for (int i = 0; i < grants.length; i++) {
            assertThat(grants[i]).isBetween(0, pool.members().get(i).asked());
            assertThat(grants[i])
                    .isGreaterThanOrEqualTo(units(pool, floors) <= pool.capacity() ? floors[i] : 0)
                    .isGreaterThanOrEqualTo(units(pool, reserved) <= pool.capacity() ? reserved[i] : 0);
        }
    }

    @Property
    void nobody_is_cut_where_there_is_enough_and_none_is_left_where_somebody_is(
            @ForAll("poolsOfOneSize") NaivePool pool, @ForAll @IntRange(max = 5) int hysteresis) {
        Grants grants = pool.decided(hysteresis, pool.present());
        int[] asked = pool.members().stream().mapToInt(Member::asked).toArray();
        int size = pool.members().get(0).units();
        if (units(pool, asked) <= pool.capacity()) {
            assertThat(NaivePool.column(grants)).isEqualTo(asked);
            assertThat(grants.cutUnits()).isZero();
        } else {
            assertThat(grants.usedUnits()).isGreaterThan(pool.capacity() - size);
            assertThat(grants.cutUnits()).isEqualTo(units(pool, asked) - grants.usedUnits());
        }
    }

    @Property
    void more_never_gives_less_and_to_others_never_more(
            @ForAll("poolsOfOneSize") NaivePool pool,
            @ForAll @IntRange(max = 7) int which,
            @ForAll @IntRange(min = 1, max = 9) int more) {
        int index = which % pool.members().size();
        int[] before = pool.fresh();
        for (UnaryOperator<Member> change :
                List.of(weight(more), demand(more), priority(more), floor(more), guaranteed(more), ceiling(more))) {
            int[] after =
                    pool.with(index, change.apply(pool.members().get(index))).fresh();
            for (int i = 0; i < before.length; i++) {
                if (i == index) {
                    assertThat(after[i]).isGreaterThanOrEqualTo(before[i]);
                } else {
                    assertThat(after[i]).isLessThanOrEqualTo(before[i]);
                }
            }
        }
        int[] larger = new NaivePool(pool.capacity() + more, pool.members()).fresh();
        for (int i = 0; i < before.length; i++) {
            assertThat(larger[i]).isGreaterThanOrEqualTo(before[i]);
        }
    }

    @Property
    void with_different_sizes_more_gives_less_by_less_than_the_largest_size(
            @ForAll("pools") NaivePool pool,
            @ForAll @IntRange(max = 7) int which,
            @ForAll @IntRange(min = 1, max = 9) int more) {
        int index = which % pool.members().size();
        int largest = pool.members().stream().mapToInt(Member::units).max().orElseThrow();
        int before = pool.fresh()[index];
        Member member = pool.members().get(index);
        for (UnaryOperator<Member> change :
                List.of(weight(more), demand(more), priority(more), floor(more), guaranteed(more), ceiling(more))) {
            int after = pool.with(index, change.apply(member)).fresh()[index];
            assertThat((before - after) * member.units()).isLessThan(largest);
        }
    }

    private static UnaryOperator<Member> weight(int more) {
        return member -> member.withWeight(Math.min(10_000, member.weight() + more));
    }

    private static UnaryOperator<Member> demand(int more) {
        return member -> member.demand() < 0 ? member : member.withDemand(member.demand() + more);
    }

    private static UnaryOperator<Member> priority(int more) {
        return member -> member.withPriority(member.priority() + more);
    }

    private static UnaryOperator<Member> floor(int more) {
        return member -> member.withBounds(
                Math.min(member.ceiling(), member.floor() + more), member.ceiling(), member.guaranteed());
    }

    private static UnaryOperator<Member> guaranteed(int more) {
        return member -> member.withBounds(member.floor(), member.ceiling(), member.guaranteed() + more);
    }

    private static UnaryOperator<Member> ceiling(int more) {
        return member -> member.withBounds(member.floor(), member.ceiling() + more, member.guaranteed());
    }

    @Property
    void grants_are_at_most_the_step_away_from_the_shares_and_are_given_again(
            @ForAll("pools") NaivePool pool, @ForAll @IntRange(max = 5) int hysteresis) {
        Grants grants = pool.decided(hysteresis, pool.present());
        int[] shares = pool.shares();
        int[] column = NaivePool.column(grants);
        int[] presentAgain = column.clone();
        for (int i = 0; i < shares.length; i++) {
            assertThat(column[i]).isBetween(shares[i] - hysteresis, shares[i] + hysteresis);
            if (pool.members().get(i).demand() < 0) {
                presentAgain[i] = pool.members().get(i).present(); // what is held is what is asked for
            }
        }
        assertThat(NaivePool.column(pool.decided(hysteresis, pool.present()))).isEqualTo(column);
        assertThat(NaivePool.column(pool.decided(hysteresis, presentAgain))).isEqualTo(column);
    }

    @Property
    void an_empty_history_gives_the_shares(@ForAll("pools") NaivePool pool, @ForAll @IntRange(max = 5) int hysteresis) {
        NaivePool known = new NaivePool(
                pool.capacity(),
                pool.members().stream()
                        .map(member -> member.withDemand(Math.max(3, member.demand())))
                        .toList());
        int[] none = new int[known.members().size()];
        assertThat(NaivePool.column(known.decided(hysteresis, none))).isEqualTo(known.shares());
        Arrays.fill(none, -1);
        assertThat(NaivePool.column(known.decided(hysteresis, none))).isEqualTo(known.shares());
    }

    @Property
    void no_other_grants_as_near_to_the_shares_move_less(
            @ForAll("smallPoolsOfOneSize") NaivePool pool, @ForAll @IntRange(max = 2) int hysteresis) {
        int[] shares = pool.shares();
        int[] present = pool.present();
        for (int i = 0; i < present.length; i++) {
            present[i] = present[i] < 0 ? shares[i] : present[i];
        }
        int[] grants = NaivePool.column(pool.decided(hysteresis, present));
        int moved = 0;
        for (int i = 0; i < grants.length; i++) {
            moved += Math.abs(grants[i] - present[i]);
        }
        assertThat(moved).isEqualTo(leastMoved(pool, hysteresis, present, shares, new int[shares.length], 0));
    }

    /** Tries all counts that take as much of each priority as the shares do. */
    private static int leastMoved(NaivePool pool, int step, int[] present, int[] shares, int[] tried, int from) {
        if (from == tried.length) {
            int moved = 0;
            for (int i = 0; i < tried.length; i++) {
                int priority = pool.members().get(i).priority();
                if (of(pool, priority, tried) != of(pool, priority, shares)) {
                    return Integer.MAX_VALUE;
                }
                moved += Math.abs(tried[i] - present[i]);
            }
            return moved;
        }
        Member member = pool.members().get(from);
        int least = Integer.MAX_VALUE;
        int low = Math.max(shares[from] - step, Math.min(shares[from], Math.max(1, member.reserved())));
        for (int count = low; count <= Math.min(member.asked(), shares[from] + step); count++) {
            tried[from] = count;
            least = Math.min(least, leastMoved(pool, step, present, shares, tried, from + 1));
        }
        return least;
    }

    private static int of(NaivePool pool, int priority, int[] counts) {
        return IntStream.range(0, counts.length)
                .filter(i -> pool.members().get(i).priority() == priority)
                .map(i -> counts[i])
                .sum();
    }

    @Provide
    Arbitrary<NaivePool> largePools() {
        Arbitrary<Integer> any = Arbitraries.integers().between(1, Integer.MAX_VALUE);
        Arbitrary<Integer> weights = Arbitraries.integers().between(1, 10_000);
        Arbitrary<Integer> sizes = Arbitraries.integers().between(1, 1_000_000);
        return sizes.flatMap(units -> Combinators.combine(
                        any,
                        Combinators.combine(weights, any)
                                .as((weight, demand) ->
                                        new Member(units, 0, Integer.MAX_VALUE, 0, weight, 0, demand, 0))
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(60))
                .as(NaivePool::new));
    }

    /** Too many replicas to count: nobody would rather have what another one got. */
    @Property
    void large_counts_are_in_the_exact_order(@ForAll("largePools") NaivePool pool) {
        int[] grants = pool.fresh();
        int size = pool.members().get(0).units();
        long asked = pool.members().stream().mapToLong(Member::asked).sum();
        assertThat(IntStream.of(grants).asLongStream().sum()).isEqualTo(Math.min(asked, pool.capacity() / size));
        for (int i = 0; i < grants.length; i++) {
            for (int j = 0; j < grants.length; j++) {
                Member has = pool.members().get(i);
                Member lacks = pool.members().get(j);
                if (i != j && grants[i] > 0 && grants[j] < lacks.asked()) {
                    assertThat(has.compareLevels(grants[i], lacks, grants[j] + 1))
                            .isLessThanOrEqualTo(i < j ? 0 : -1);
                }
            }
        }
    }
}
