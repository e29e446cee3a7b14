package io.stockpot.recipe;

import io.stockpot.base.AtomicFile;
import io.stockpot.base.Progress;
import io.stockpot.data.source.DataPart;
import io.stockpot.evaluate.Predictor;
import io.stockpot.evaluate.ShiftSweep;
import io.stockpot.evaluate.Warning;
import io.stockpot.outcome.Photos;
import io.stockpot.recipe.SeasoningInputs.Mixtures;
import io.stockpot.recipe.ShiftRowStep.Role;
import io.stockpot.run.Inputs;
import io.stockpot.run.Step;
import io.stockpot.run.Work;
import io.stockpot.soup.BatchNormPolicy;
import io.stockpot.soup.Ingredients;
import io.stockpot.soup.Soup;
import io.stockpot.soup.choice.Choice;
import io.stockpot.soup.choice.GridOutcomes;
import io.stockpot.soup.choice.MixingWeights;
import io.stockpot.soup.choice.ShiftOutcomes;
import io.stockpot.tensor.Precision;
import io.stockpot.text.CanonicalJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answers of the chosen soups, and of the ingredients, to the images that judge: the best soups of each
 * shift and the best on average, on every shift.
 *
 * @param season name of the seasoning
 * @param seasoning what the mixtures are made of
 * @param grids the searches for the best mixture, one per shift
 */
record ChosenStep(String season, SeasoningInputs seasoning, List<ShiftSearchStep> grids)
        implements Step<ChosenStep.Judged> {
    private static final String RIGHT = "judged.json";
    private static final String BESIDE = "beside.json";
    private static final String WARNINGS = "warnings-under-attack.json";

    /** What decides the outcomes, besides the images, the models and what chose among them. */
    private record Identity(long seed, BatchNormPolicy batchNorm, int best, Precision precision, double caution) {}

    /**
     * What was answered, the ingredients first.
     *
     * @param right images that are right
     * @param beside images answered as other answers say, on the shifts that have such
     * @param warnings signs that accuracies under attack may not be what they seem, by shift; empty without attacks
     */
    record Judged(ShiftOutcomes right, Optional<ShiftOutcomes> beside, Map<String, List<String>> warnings) {
        Judged {
            warnings = Collections.unmodifiableMap(new LinkedHashMap<>(warnings));
        }
    }

    /** Warnings by the place of the shift, as they are kept. */
    private record Raised(Map<String, List<String>> byShift) {}

    ChosenStep {
        grids = List.copyOf(grids);
    }

    private SeasoningPlan plan() {
        return seasoning.plan();
    }

    /** Returns sentences on how many images of each shift choose and judge. */
    List<String> described() {
        return grids.stream()
                .map(grid -> grid.shift().described(plan().overlapping())
                        + seasoning
                                .target(grid.shift())
                                .map(photos ->
                                        photos.described(plan().batchNorm().judging()))
                                .orElse("")
                        + ".")
                .toList();
    }

    @Override
    public String name() {
        return season + "-judged";
    }

    @Override
    public String canonical() {
        return CanonicalJson.of(new Identity(
                seasoning.seed(), plan().batchNorm(), plan().best(), plan().firstLook(), Predictor.CAUTION));
    }

    @Override
    public List<Step<?>> inputs() {
        List<Step<?>> inputs = new ArrayList<>(grids);
        inputs.addAll(seasoning.models());
        return inputs;
    }

    @Override
    public List<String> dataDigests() {
        List<String> digests = new ArrayList<>();
        grids.forEach(grid -> digests.add(plan().fingerprint(grid.shift(), Role.JUDGE)));
        digests.add(seasoning.images().fingerprint(DataPart.TRAIN));
        for (ShiftSearchStep grid : grids) {
            seasoning.target(grid.shift()).map(TargetPhotos::fingerprint).ifPresent(digests::add);
        }
        return digests;
    }

    @Override
    public Work work() throws IOException {
        List<RecipeShift> shifts = grids.stream().map(ShiftSearchStep::shift).toList();
        int most = plan().ingredients().size() + plan().best() * (shifts.size() + 1);
        return seasoning.answering(
                most, shifts, Role.JUDGE, "at most " + most + " soups on " + shifts.size() + " shifts");
    }

    @Override
    public boolean resumes() {
        return true;
    }

    /** Returns what was chosen for the shifts, with the names of this recipe. */
    ShiftChoices choices(Inputs inputs) throws IOException {
        Map<String, Choice> choices = new LinkedHashMap<>();
        for (ShiftSearchStep search : grids) {
            choices.put(search.shift().name(), inputs.get(search));
        }
        return new ShiftChoices(plan().ingredients(), choices, photos(Role.CHOOSE), plan().best());
    }

    /** Returns what was answered, with the names of this recipe. */
    Judged judged(Inputs inputs) throws IOException {
        Judged found = inputs.get(this);
        Map<String, List<String>> warnings = new LinkedHashMap<>();
        found.warnings().forEach((place, said) -> warnings.put(shiftAt(place), said));
        return new Judged(named(found.right()), found.beside().map(this::named), warnings);
    }

    private String shiftAt(String place) {
        return grids.get(Integer.parseInt(place)).shift().name();
    }

    /** Files keep shifts by their places, as names are not in the key. */
    private ShiftOutcomes named(ShiftOutcomes outcomes) {
        Map<String, GridOutcomes> named = new LinkedHashMap<>();
        outcomes.dataSets()
                .forEach((place, grid) ->
                        named.put(shiftAt(place), new GridOutcomes(plan().ingredients(), grid.points())));
        return new ShiftOutcomes(named, photos(Role.JUDGE).among(List.copyOf(named.keySet())));
    }

    /** Returns which images show the same photo or are of one group; shifts must be there. */
    Photos photos(Role role) {
        Map<String, List<String>> names = new LinkedHashMap<>();
        for (ShiftSearchStep grid : grids) {
            RecipeShift shift = grid.shift();
            names.put(shift.name(), shift.units(plan().images(shift, role)));
        }
        return Photos.of(names);
    }

    @Override
    public void run(Path directory, Inputs inputs, Progress progress) throws IOException {
        List<MixingWeights> chosen = choices(inputs).withModels();
        Map<String, GridOutcomes> right = new LinkedHashMap<>();
        Map<String, GridOutcomes> beside = new LinkedHashMap<>();
        Map<String, List<String>> raised = new LinkedHashMap<>();
        List<ShiftSweep> sweeps = new ArrayList<>();
        try (Ingredients ingredients = seasoning.ingredients(inputs)) {
            for (int place = 0; place < grids.size(); place++) {
                RecipeShift shift = grids.get(place).shift();
                ShiftSweep sweep = plan().sweep(directory.resolve("answers-" + place), shift);
                sweeps.add(sweep);
                int[] test = plan().images(shift, Role.JUDGE);
                try (Soup soup = seasoning.soup(ingredients, shift, progress)) {
                    ShiftSweep.Result result = sweep.run(new Mixtures(soup, chosen), shift.images(), test, progress);
                    raised.put(Integer.toString(place), sentences(chosen, result.warnings()));
                    right.put(Integer.toString(place), GridOutcomes.of(plan().ingredients(), chosen, result.right()));
                    if (!result.beside().get(0).conditions().isEmpty()) {
                        beside.put(
                                Integer.toString(place),
                                GridOutcomes.of(plan().ingredients(), chosen, result.beside()));
                    }
                }
            }
        }
        if (grids.stream().anyMatch(grid -> grid.shift().threat().isPresent())) {
            AtomicFile.writeText(directory.resolve(WARNINGS), CanonicalJson.of(new Raised(raised)) + "\n");
        }
        if (!beside.isEmpty()) {
            new ShiftOutcomes(beside).write(directory.resolve(BESIDE));
        }
        new ShiftOutcomes(right).write(directory.resolve(RIGHT));
        for (ShiftSweep sweep : sweeps) {
            sweep.delete();
        }
    }

    /** Returns what was seen of mixtures under attack, each named by its weights. */
    private static List<String> sentences(List<MixingWeights> mixtures, List<List<Warning>> warnings) {
        List<Warning> all = new ArrayList<>();
        for (int mixture = 0; mixture < mixtures.size(); mixture++) {
            String who = "mixture " + mixtures.get(mixture) + ": ";
            warnings.get(mixture)
                    .forEach(warning -> all.add(
                            new Warning(warning.kind(), warning.where(), who + warning.seen(), warning.gravity())));
        }
        return Warning.sentences(all);
    }

    @Override
    public Judged read(Path directory) throws IOException {
        Path beside = directory.resolve(BESIDE);
        Path warnings = directory.resolve(WARNINGS);
        return new Judged(
                ShiftOutcomes.read(directory.resolve(RIGHT)),
                Files.exists(beside) ? Optional.of(ShiftOutcomes.read(beside)) : Optional.empty(),
                Files.exists(warnings)
                        ? CanonicalJson.read(Files.readString(warnings), Raised.class)
                                .byShift()
                        : Map.of());
    }
}
