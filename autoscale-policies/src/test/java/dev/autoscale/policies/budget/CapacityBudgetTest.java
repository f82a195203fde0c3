package dev.autoscale.policies.budget;

import static dev.autoscale.policies.budget.CapacityBudget.Workload.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.autoscale.policies.budget.CapacityBudget.Workload;
import dev.autoscale.policies.budget.Grants.Reason;
import org.junit.jupiter.api.Test;

class CapacityBudgetTest {
    private static CapacityBudget pool(int capacity, Workload... workloads) {
        CapacityBudget.Builder builder = CapacityBudget.builder(capacity);
        for (Workload workload : workloads) {
            builder.workload(workload);
        }
        return builder.build();
    }

    private static Grants decided(CapacityBudget pool, int[] demand, int... present) {
        Grants grants = pool.newGrants();
        pool.decide(demand, present, grants);
        return grants;
    }

    private static int[] demand(int... replicas) {
        return replicas;
    }

    private static int[] column(Grants grants) {
        return NaivePool.column(grants);
    }

    @Test
    void what_fits_is_granted_whatever_was_there() {
        Grants grants = decided(pool(10, named("a"), named("b").weight(9)), demand(7, 3), 0, 10);
        assertThat(column(grants)).containsExactly(7, 3);
        assertThat(grants.reason(0)).isEqualTo(Reason.GRANTED);
        assertThat(grants.cutUnits()).isZero();
        assertThat(grants.usedUnits()).isEqualTo(10);
        assertThat(grants.capacity()).isEqualTo(10);
        assertThat(grants).hasToString("10 of 10 units granted; nobody is cut\n");
    }

    @Test
    void shares_are_by_weight_and_what_one_does_not_want_goes_to_the_others() {
        CapacityBudget pool = pool(12, named("a").weight(3), named("b").weight(2), named("c"));
        assertThat(column(decided(pool, demand(99, 99, 99), 0, 0, 0))).containsExactly(6, 4, 2);
        assertThat(column(decided(pool, demand(2, 99, 99), 0, 0, 0))).containsExactly(2, 7, 3);
    }

    /** 7 : 2 : 1 of 6 are 4.2, 1.2 and 0.6: nearest whole ones. */
    @Test
    void shares_are_rounded_by_websters_method() {
        CapacityBudget pool = pool(
                6,
                named("a").weight(7).guaranteed(0),
                named("b").weight(2).guaranteed(0),
                named("c").guaranteed(0));
        assertThat(column(decided(pool, demand(9, 9, 9), 0, 0, 0))).containsExactly(4, 1, 1);
    }

    @Test
    void a_floor_is_a_part_of_the_share_and_not_on_top_of_it() {
        CapacityBudget pool = pool(10, named("a").floor(4), named("b"));
        assertThat(column(decided(pool, demand(9, 9), 0, 0))).containsExactly(5, 5);
        pool = pool(10, named("a").floor(8), named("b"));
        Grants grants = decided(pool, demand(3, 9), 0, 0);
        assertThat(column(grants)).containsExactly(8, 2);
        assertThat(grants.reason(0)).isEqualTo(Reason.FLOOR);
        assertThat(grants.cut(0)).isZero();
        assertThat(grants.reason(1)).isEqualTo(Reason.CAPACITY_SHORT);
        assertThat(grants.cut(1)).isEqualTo(7);
    }

    @Test
    void nobody_gets_more_than_its_ceiling() {
        Grants grants = decided(pool(10, named("a").ceiling(2), named("b")), demand(9, 5), 9, 0);
        assertThat(column(grants)).containsExactly(2, 5);
        assertThat(grants.reason(0)).isEqualTo(Reason.CEILING);
        assertThat(grants.cut(0)).isZero();
    }

    @Test
    void a_higher_priority_comes_first_but_for_floors_and_what_is_guaranteed() {
        CapacityBudget pool = pool(
                10,
                named("low").weight(10_000).floor(1),
                named("high").priority(7),
                named("lower").priority(-1));
        assertThat(column(decided(pool, demand(9, 5, 9), 0, 0, 0))).containsExactly(4, 5, 1);
        assertThat(column(decided(pool, demand(9, 20, 9), 9, 0, 1))).containsExactly(1, 8, 1);
        assertThat(column(decided(pool, demand(0, 20, 0), 9, 0, 1))).containsExactly(1, 9, 0);
    }

    @Test
    void floors_beyond_the_capacity_are_shared_in_the_same_way() {
        CapacityBudget pool = pool(
                7,
                named("a").floor(4),
                named("b").floor(4).weight(2),
                named("c").floor(4).priority(1));
        Grants grants = decided(pool, demand(9, 9, 0), 0, 0, 0);
        assertThat(column(grants)).containsExactly(1, 2, 4);
        assertThat(grants.reason(0)).isEqualTo(Reason.FLOORS_EXCEED_CAPACITY);
        assertThat(grants.reason(1)).isEqualTo(Reason.FLOORS_EXCEED_CAPACITY);
        assertThat(grants.reason(2)).isEqualTo(Reason.FLOOR);
        assertThat(grants).hasToString("""
                7 of 7 units granted; 15 more asked for
                  a  1 of 9  FloorsExceedCapacity: its floor is 4; cut by 8 for what is reserved for c (4 units), b (2 units)
                  b  2 of 9  FloorsExceedCapacity: its floor is 4; cut by 7 for what is reserved for c (4 units), a (1 unit)
                  c  4 of 4  Floor: asks for less
                """);
    }

    @Test
    void a_replica_that_does_not_fit_leaves_its_space_to_smaller_ones() {
        CapacityBudget pool = pool(11, named("large").unitsPerReplica(8).priority(1), named("small"));
        Grants grants = decided(pool, demand(2, 9), 0, 0);
        assertThat(column(grants)).containsExactly(1, 3);
        assertThat(grants.usedUnits()).isEqualTo(11);
        assertThat(grants.cutUnits()).isEqualTo(8 + 6);
    }

    @Test
    void weights_share_units_and_not_replicas() {
        CapacityBudget pool = pool(16, named("pairs").unitsPerReplica(2), named("single"));
        assertThat(column(decided(pool, demand(99, 99), 0, 0))).containsExactly(4, 8);
    }

    @Test
    void what_is_there_stays_within_the_step() {
        CapacityBudget pool = pool(10, named("a"), named("b"));
        Grants grants = decided(pool, demand(9, 9), 6, 4);
        assertThat(column(grants)).containsExactly(6, 4);
        assertThat(grants.share(0)).isEqualTo(5);
        assertThat(grants.share(1)).isEqualTo(5);
        assertThat(column(decided(pool, demand(9, 9), 9, 1))).containsExactly(6, 4);
        assertThat(column(decided(pool, demand(9, 9), 6, 5))).containsExactly(5, 5);
        assertThat(column(decided(pool, demand(9, 9), 4, 4))).containsExactly(5, 5);
        assertThat(column(decided(pool, demand(5, 9), 6, 4))).containsExactly(5, 5);
    }

    @Test
    void what_goes_to_a_higher_priority_does_not_wait_for_the_step() {
        CapacityBudget pool = pool(10, named("high").priority(1), named("low"));
        assertThat(column(decided(pool, demand(6, 9), 5, 5))).containsExactly(6, 4);
    }

    @Test
    void a_first_replica_does_not_wait_for_the_step() {
        CapacityBudget pool =
                pool(4, named("a").guaranteed(0), named("b").guaranteed(0).weight(5));
        assertThat(column(decided(pool, demand(9, 9), 0, 4))).containsExactly(1, 3);
    }

    @Test
    void a_step_of_zero_gives_the_shares() {
        CapacityBudget pool = CapacityBudget.builder(10)
                .workload(named("a"))
                .workload(named("b"))
                .hysteresis(0)
                .build();
        assertThat(column(decided(pool, demand(9, 9), 6, 4))).containsExactly(5, 5);
    }

    @Test
    void an_unknown_demand_holds_the_present_count_after_the_floors() {
        CapacityBudget pool = pool(
                10,
                named("a").weight(10_000).priority(1),
                named("b").ceiling(8),
                named("c").floor(2));
        Grants grants = decided(pool, demand(9, -1, 0), 1, 5, 2);
        assertThat(column(grants)).containsExactly(3, 5, 2);
        assertThat(grants.reason(1)).isEqualTo(Reason.DEMAND_UNKNOWN);
        assertThat(grants).hasToString("""
                10 of 10 units granted; 6 more asked for
                  a  3 of 9  CapacityShort: cut by 6 for what is reserved for b (5 units), c (2 units)
                  b  5 of 5  DemandUnknown: its present count is held
                  c  2 of 2  Floor: asks for less
                """);
        assertThat(column(decided(pool, demand(9, Integer.MIN_VALUE, 0), 1, 99, 2)))
                .containsExactly(1, 7, 2);
        assertThat(column(decided(pool, demand(9, -1, 0), 1, -1, 2))).containsExactly(8, 0, 2);
    }

    @Test
    void an_unknown_capacity_holds_everything() {
        CapacityBudget pool = pool(10, named("a"), named("b").floor(2));
        Grants grants = pool.newGrants();
        pool.decide(-1, demand(9, 9), new int[] {30, -1}, grants);
        assertThat(column(grants)).containsExactly(30, 2);
        assertThat(grants.reason(0)).isEqualTo(Reason.CAPACITY_UNKNOWN);
        assertThat(grants).hasToString("""
                32 units granted: the capacity is not known, present counts are held
                  b  2 of 9  CapacityUnknown
                  a  30 of 9  CapacityUnknown
                """);
        pool.decide(4, demand(9, 9), new int[] {30, -1}, grants);
        assertThat(grants.usedUnits()).isEqualTo(4);
    }

    @Test
    void no_capacity_grants_nothing() {
        Grants grants = decided(pool(0, named("a").floor(1), named("b")), demand(3, 3), 2, 2);
        assertThat(column(grants)).containsExactly(0, 0);
        assertThat(grants).hasToString("""
                0 of 0 units granted; 6 more asked for
                  a  0 of 3  FloorsExceedCapacity: its floor is 1; cut by 3, as no more fits
                  b  0 of 3  CapacityShort: cut by 3, as no more fits
                """);
    }

    @Test
    void the_explanation_says_who_was_cut_by_how_much_and_for_whom() {
        CapacityBudget pool = pool(
                20,
                named("chat").unitsPerReplica(2).priority(10),
                named("search").weight(3),
                named("batch").unitsPerReplica(2),
                named("mail"));
        assertThat(decided(pool, demand(4, 9, 5, 1), 4, 6, 2, 1)).hasToString("""
                20 of 20 units granted; 8 more asked for
                  batch  1 of 5  CapacityShort: cut by 4 (8 units) for search (8 units by weight 3), chat (6 units by priority 10)
                """);
        CapacityBudget.Builder many = CapacityBudget.builder(60);
        int[] demand = new int[30];
        for (int i = 0; i < demand.length; i++) {
            many.workload(named("w" + i));
            demand[i] = 3 + i;
        }
        assertThat(decided(many.build(), demand, new int[30]).toString().lines())
                .hasSize(22)
                .endsWith("  and 10 more")
                .element(1)
                .isEqualTo(
                        "  w29  2 of 32  CapacityShort: cut by 30 for w0 (1 unit by weight 1), w1 (1 unit by weight 1),"
                                + " w2 (1 unit by weight 1), 26 more");
    }

    @Test
    void the_explanation_names_those_who_have_most() {
        CapacityBudget.Builder builder = CapacityBudget.builder(42);
        for (int i = 1; i <= 6; i++) {
            builder.workload(named("w" + i).weight(i));
        }
        assertThat(decided(builder.build(), demand(2, 99, 99, 99, 99, 99), new int[6])
                        .toString()
                        .lines())
                .contains(
                        "  w2  4 of 99  CapacityShort: cut by 95 for w6 (11 units by weight 6), w5 (9 units by weight 5),"
                                + " w4 (7 units by weight 4), 2 more");
    }

    @Test
    void the_explanation_says_what_is_kept_beyond_the_share() {
        assertThat(decided(pool(10, named("a"), named("b")), demand(6, 9), 6, 4))
                .hasToString("""
                10 of 10 units granted; 5 more asked for
                  b  4 of 9  CapacityShort: cut by 5 for a (5 units by weight 1); keeps 1 fewer than its share
                  a  6 of 6  Granted: keeps 1 more than its share
                """);
    }

    @Test
    void grants_keep_what_they_were_decided_from() {
        CapacityBudget pool = pool(10, named("a"), named("b"));
        int[] demand = {9, 9};
        int[] present = {6, 4};
        Grants grants = pool.newGrants();
        pool.decide(demand, present, grants);
        String before = grants.toString();
        demand[0] = 0;
        present[1] = 100;
        assertThat(grants).hasToString(before);
        assertThat(grants.cut(0)).isEqualTo(3);
    }

    @Test
    void every_broken_rule_is_named() {
        assertThatThrownBy(() -> CapacityBudget.builder(-1)
                        .hysteresis(-2)
                        .workload(named("a").unitsPerReplica(0).floor(-1).weight(10_001))
                        .workload(named("a").floor(3).ceiling(2).guaranteed(-1))
                        .workload(named(" ").weight(0).unitsPerReplica(1_000_001))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("capacity must be >= 0: capacity=-1; hysteresis must be >= 0: hysteresis=-2; "
                        + "unitsPerReplica must be >= 1 and <= 1000000: a.unitsPerReplica=0; floor must be >= 0: a.floor=-1; "
                        + "weight must be >= 1 and <= 10000: a.weight=10001; ceiling must be >= floor: a.ceiling=2, floor=3; "
                        + "guaranteed must be >= 0: a.guaranteed=-1; workload must be added once: workload=a; "
                        + "workload must not be blank: workload=\" \"; "
                        + "unitsPerReplica must be >= 1 and <= 1000000:  .unitsPerReplica=1000001; "
                        + "weight must be >= 1 and <= 10000:  .weight=0");
        assertThatThrownBy(() -> CapacityBudget.builder(1).build())
                .hasMessage("there must be a workload: workloads=[]");
    }

    @Test
    void columns_that_do_not_fit_are_refused_and_nothing_changes() {
        CapacityBudget pool = pool(10, named("a"), named("b"));
        Grants grants = decided(pool, demand(3, 4), 0, 0);
        assertThatThrownBy(() -> pool.decide(demand(1), new int[3], grants))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("demand must have a number for each of 2 workloads: demand.length=1; "
                        + "present must have a number for each of 2 workloads: present.length=3");
        assertThatThrownBy(() -> pool.decide(
                        demand(1, 1),
                        new int[2],
                        pool(10, named("a"), named("b")).newGrants()))
                .hasMessage("grants must be of this budget: out=of another budget");
        assertThatThrownBy(() -> grants.copyTo(new int[1])).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> grants.grant(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(column(grants)).containsExactly(3, 4);
    }

    @Test
    void it_says_what_it_is() {
        CapacityBudget pool =
                pool(10, named("chat").floor(1), named("batch").ceiling(7).priority(-1));
        assertThat(pool).hasToString("CapacityBudget[capacity=10, hysteresis=1, workloads=2]");
        assertThat(pool.workloads().get(0))
                .hasToString("Workload[chat, unitsPerReplica=1, floor=1, guaranteed=1, weight=1, priority=0]");
        assertThat(pool.workloads().get(1))
                .hasToString(
                        "Workload[batch, unitsPerReplica=1, floor=0, ceiling=7, guaranteed=1, weight=1, priority=-1]");
        assertThat(pool.index("batch")).isEqualTo(1);
        assertThat(pool.workloads().get(1).name()).isEqualTo("batch");
        assertThat(pool.capacity()).isEqualTo(10);
        assertThat(pool.hysteresis()).isEqualTo(1);
        assertThatThrownBy(() -> pool.index("chatt"))
                .hasMessage("workload must be one of the budget: workload=chatt; did you mean chat?");
    }
}
