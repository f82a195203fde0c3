package dev.autoscale.testkit.proof;

/**
 * Prints how many bytes each loop of the list allocates. To be run by an interpreter, which builds every object that the code asks
 * for: a compiler may do without some, and hide them from other tests.
 */
final class InterpretedAllocations {
    private static final int STEPS = 300;

    private InterpretedAllocations() {}

    /** Prints a line each: loop and bytes. */
    public static void main(String[] args) {
        AllocationCase.all()
                .forEach(loop -> System.out.println(loop + " " + ZeroAllocation.fewestBytes(STEPS, loop.step())));
    }
}
