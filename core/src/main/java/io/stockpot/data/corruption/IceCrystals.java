package io.stockpot.data.corruption;

import java.util.random.RandomGenerator;

/** Feathery crystals of ice: bent arms that leave a point, with branches that have branches. */
final class IceCrystals {
    private static final int CRYSTALS = 24;
    private static final int ARMS = 3;
    private static final int GENERATIONS = 3;
    private static final double ANGLE = Math.toRadians(50);
    /** How far directions stray from the regular ones, in radians. */
    private static final double IRREGULARITY = 0.25;
    /** How much directions turn on the way of one pixel at most, in radians. */
    private static final double BEND = 0.006;

    private static final double SHORTEST_ARM = 50;
    private static final double LONGEST_ARM = 240;
    private static final double ARM_WIDTH = 2.4;
    /** What branches have of the width of their arm, and of its brightness. */
    private static final double BRANCH_WIDTH = 0.7;

    private static final double BRANCH_BRIGHTNESS = 0.8;
    /** What branches have of the length that is left of their arm, at most. */
    private static final double BRANCH_LENGTH = 0.5;

    private final Plane ice;
    private final RandomGenerator draws;

    private IceCrystals(int side, RandomGenerator draws) {
        this.ice = new Plane(side, side);
        this.draws = draws;
    }

    /** Returns a square plane, 0 without ice and 1 at most, whose opposite edges meet. */
    static Plane draw(int side, RandomGenerator draws) {
        IceCrystals crystals = new IceCrystals(side, draws);
        for (int i = 0; i < CRYSTALS; i++) {
            double row = draws.nextDouble(side);
            double column = draws.nextDouble(side);
            double turn = draws.nextDouble(2 * Math.PI);
            double length = draws.nextDouble(SHORTEST_ARM, LONGEST_ARM);
            for (int arm = 0; arm < ARMS; arm++) {
                Branch branch = new Branch(
                        crystals.strayed(turn + arm * 2 * Math.PI / ARMS), length, ARM_WIDTH, 1, GENERATIONS);
                crystals.grow(row, column, branch);
            }
        }
        return crystals.ice;
    }

    /**
     * One needle.
     *
     * @param direction in which it starts, in radians
     * @param length in pixels
     * @param width in pixels
     * @param brightness at most 1
     * @param generations of branches, itself included
     */
    private record Branch(double direction, double length, double width, double brightness, int generations) {
        double spacing() {
            return 4 * width;
        }
    }

    private double strayed(double direction) {
        return direction + IRREGULARITY * draws.nextDouble(-1, 1);
    }

    private void grow(double row, double column, Branch branch) {
        double nextBranch = branch.spacing();
        double bend = draws.nextDouble(-BEND, BEND);
        double here = row;
        double there = column;
        for (double way = 0; way < branch.length; way++) {
            double direction = branch.direction + way * bend;
            here += Math.sin(direction);
            there += Math.cos(direction);
            double left = 1 - way / branch.length;
            drop(here, there, branch.width * (0.4 + 0.6 * left), branch.brightness * (0.5 + 0.5 * left));
            if (branch.generations > 1 && way >= nextBranch) {
                nextBranch = way + branch.spacing() * draws.nextDouble(0.6, 1.6);
                branchOff(here, there, direction, branch, branch.length - way);
            }
        }
    }

    private void branchOff(double row, double column, double direction, Branch branch, double left) {
        for (int side = -1; side <= 1; side += 2) {
            Branch twig = new Branch(
                    strayed(direction + side * ANGLE),
                    left * BRANCH_LENGTH * draws.nextDouble(0.3, 1),
                    branch.width * BRANCH_WIDTH,
                    branch.brightness * BRANCH_BRIGHTNESS,
                    branch.generations - 1);
            grow(row, column, twig);
        }
    }

    /** Brightens the pixels around a place, the less the further away. */
    private void drop(double row, double column, double width, double brightness) {
        int reach = (int) Math.ceil(width);
        for (int down = -reach; down <= reach; down++) {
            for (int right = -reach; right <= reach; right++) {
                int pixelRow = (int) Math.floor(row) + down;
                int pixelColumn = (int) Math.floor(column) + right;
                double distance = distance(pixelRow + 0.5 - row, pixelColumn + 0.5 - column);
                double value = brightness * Math.max(0, 1 - distance / (width + 0.5));
                int side = ice.height();
                int place = Math.floorMod(pixelRow, side) * side + Math.floorMod(pixelColumn, side);
                ice.values()[place] = Math.max(ice.values()[place], value);
            }
        }
    }

    private static double distance(double down, double right) {
        return Math.sqrt(down * down + right * right);
    }
}
