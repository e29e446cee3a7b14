package io.stockpot.soup.choice;

import java.util.List;

/**
 * What mixtures answer to pictures without labels, and to labelled images of the data that their models were made for:
 * all that a choice without labels reads.
 *
 * @param grid the mixtures
 * @param source what each answers to the labelled images
 * @param labels of these
 * @param target what each mixture answers to the pictures without labels
 * @param members what each model alone answers to those
 */
public record UnlabelledEvidence(
        List<MixingWeights> grid,
        List<Probabilities> source,
        List<Integer> labels,
        List<Probabilities> target,
        List<Probabilities> members) {
    /** Copies the lists, and checks that the numbers of mixtures and images agree. */
    public UnlabelledEvidence {
        grid = List.copyOf(grid);
        source = List.copyOf(source);
        labels = List.copyOf(labels);
        target = List.copyOf(target);
        members = List.copyOf(members);
        if (grid.isEmpty() || members.isEmpty() || grid.size() != source.size() || grid.size() != target.size()) {
            throw new IllegalArgumentException("every mixture answers to the labelled images and to the others, and"
                    + " there are some: not " + source.size() + " and " + target.size() + " answers of " + grid.size()
                    + " mixtures of " + members.size() + " models");
        }
        int count = labels.size();
        if (source.stream().anyMatch(one -> one.images() != count)) {
            throw new IllegalArgumentException("there must be a label for each of the labelled images, not " + count);
        }
        int pictures = target.get(0).images();
        if (target.stream().anyMatch(one -> one.images() != pictures)
                || members.stream().anyMatch(one -> one.images() != pictures)) {
            throw new IllegalArgumentException("all mixtures and models must answer to the same pictures");
        }
    }

    /** Returns the number of pictures without labels. */
    public int pictures() {
        return target.get(0).images();
    }

    /** Returns how many labelled images a mixture gets right. */
    int right(int mixture) {
        int right = 0;
        for (int image = 0; image < labels.size(); image++) {
            right += source.get(mixture).predicted(image) == labels.get(image) ? 1 : 0;
        }
        return right;
    }

    /** Returns whether a mixture gets each labelled image right. */
    boolean[] hits(int mixture) {
        boolean[] hits = new boolean[labels.size()];
        for (int image = 0; image < labels.size(); image++) {
            hits[image] = source.get(mixture).predicted(image) == labels.get(image);
        }
        return hits;
    }

    /** Returns the class with the largest mean probability of the models, for each picture. */
    int[] ensemble() {
        int[] answers = new int[pictures()];
        for (int picture = 0; picture < answers.length; picture++) {
            double most = -1;
            for (int number = 0; number < members.get(0).classes(); number++) {
                double sum = 0;
                for (Probabilities member : members) {
                    sum += member.probability(picture, number);
                }
                if (sum > most) {
                    most = sum;
                    answers[picture] = number;
                }
            }
        }
        return answers;
    }

    /** Returns e to the entropy of the shares of the ensemble's answers: how many classes it answers with, in effect. */
    double effectiveClasses() {
        double[] shares = new double[members.get(0).classes()];
        for (int answer : ensemble()) {
            shares[answer] += 1.0 / pictures();
        }
        return Math.exp(Probabilities.entropy(shares));
    }

    /** Returns the number of classes of which there are labelled images. */
    long sourceClasses() {
        return labels.stream().distinct().count();
    }
}
