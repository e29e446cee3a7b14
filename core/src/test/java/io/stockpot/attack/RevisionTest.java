package io.stockpot.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.stockpot.tensor.NoLeaks;
import io.stockpot.tensor.Scope;
import io.stockpot.text.CanonicalJson;
import io.stockpot.text.YamlRecords;
import io.stockpot.threat.Norm;
import io.stockpot.threat.ThreatModel;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Short attacks on a made network: who of 256 images withstands them, as bits, the first image lowest. */
@ExtendWith(NoLeaks.class)
class RevisionTest {
    private static final int COUNT = 256;

    private static final String RECORDED = """
            revision 1
            Linf 0.025 pgd 91603e8a8a8e00a324d0db1afda6c81861b4c382687a247152894842b3a86a3a
            Linf 0.025 multi-targeted 91402e82a80c00a324d0c31acd86c81861b48380604a24211288480233a04a1a
            Linf 0.025 apgd 11402e80080c00a120d0c31acd86c81861340380604a24211288080033a04a1a
            Linf 0.025 apgd 11402e80880c00a120d0d31acd86c01861b40382604a24211288080033a84a1a
            Linf 0.025 targeted-apgd 11402e80880c00a120d0d31acd86c01861b40382604a24211288080033a84a1a
            Linf 0.025 fab 91402e82a80c00a324d0d31acd86c81861b48382604a24291288080033a84a1a
            Linf 0.025 fab 91402e82a80c00a324d0c31acd86c81861348380604a24211288080033a04a1a
            Linf 0.025 fab 11402e82880c00a320d0c31acd86c81861340380604a24211288080033a04a12
            Linf 0.025 inward-apgd revision 2 11402e82880c00a120d0c31acd86c01861340382604a24211288480033a04a1a
            Linf 0.025 square 9544fe9babeef0bbecf4ff5afdeecfbf69b4d3db6a7a7539f69d6a4bbfad6eff
            Linf 0.025 square d575fe9babeef9bbecf4ff5bfdeecfff7bf4f3dbea7a753df6dd6a4bffad6eff
            Linf 0.025 square d575fe9fabeef9bbeefcff5bfdeedfff7bfcf7dbea7e773df6dd6a5bffaf6eff
            Linf 0.025 cascade 91407e9aaa8e00a3ecd0db5afda6cb3861b4c38a6a5a2439128d4842b3a86a1a
            L2 0.12 pgd 91407e82aa8e00a364d0db5acdb6cbb861b4c3826a5a2439528d4842b3a86e3a
            L2 0.12 multi-targeted 91402e82aa8e00b324d0d31acda6c81861b4c382685a24315289480233a06a1a
            L2 0.12 apgd 91402e82080c00a324d0c31acd86c81861b40382604a24311288480233a04a1a
            L2 0.12 apgd 91402e82880c00a324d0c31acd86c81861340382604a24311288480233a04a1a
            L2 0.12 targeted-apgd 91402e82880c00a324d0d31acd86c81861b40382604a24311288480233a84a1a
            L2 0.12 fab 91402e82888c00a324d0d31acd86c81861b44382604a24391288480233a84a1a
            L2 0.12 fab 91402e82888c00a324d0d31acd86c81861b44382604a24311288480233a04a1a
            L2 0.12 fab 91402e82080c00a324d0c31acd86c81861340382604a24311288480233a04a1a
            L2 0.12 inward-apgd revision 2 91403e82880c00a324d0c31add86c81861b40382604a24311288480233a04a1a
            L2 0.12 square revision 3 b565fe9baaeef0bbecfcff5bfdf6cfbb6bb4d3da6a7a7739f6dd684abfad6ebf
            L2 0.12 square revision 3 f567fe9babfef1bbeefcffdbfdfecfbf6bb4d3defafa7779f6df6a4bffbd7fff
            L2 0.12 square revision 3 f76fff9babfef9bbfefcffdbfdfecfff7ff5ffdffefe7f7ffeff7adbfffd7fff
            L2 0.12 cascade revision 3 91447e9aaa8e80b36cd0db5bfda6cf3861b4c3826a7a6439528d4842b3a86e3a
            L1 0.35 pgd 91443e9b0afea0b3acd0ff1adda6cb9861b4c382686a74393289484bb3a96eba
            L1 0.35 multi-targeted 91402e8a0a2e10b3ecd0f31add82c81961b4c392686a24313289604233a9463e
            L1 0.35 apgd 91402e898aae10b3a4d0db1add82c91961b4c382686a2539328d684ab3a5663e
            L1 0.35 apgd revision 2 91402e82080e00b324d0d21add86c01861840382686a2431128d080233a0461a
            L1 0.35 targeted-apgd 91402e888a0e10a36cd0d31acd86c81861b4c382686a24391289084233a8663a
            L1 0.35 fab 91412e8b9b2e00a3acf0d71add86ca1969b4c39268fa643112894a4233a8461a
            L1 0.35 fab 91412e8b1b2e00a3ecf0df1add86ca1969b4c39268fa643112894a4233a8461a
            L1 0.35 fab 91412e8a0a2e00a3a4d0d31add82ca1969b4c39248fa643112814a4233a8461a
            L1 0.35 inward-apgd revision 2 10402e02080400a324d0d21acd82c01861948382486a2431128d080233a0461a
            L1 0.35 square revision 3 b5412e9baa4e60bba4d0ff5addb6cd186384c3d2687a6531569d484ab3a94e3b
            L1 0.35 square revision 3 f543ee9bbbee78bbeef0ff5afdb6cfbe67a4c3dae8fa7571569d684bf7a96efb
            L1 0.35 square revision 3 f5e7fffbbbfefafffef4ffdbfdfecfbf6fb4c7dae8fe7579fe9d6a5bffb96ffb
            L1 0.35 cascade revision 3 91606e8a0a2e00b3a4f0db1afd82ca1869b4c382687a243912c9480233a8461a
            """;

    private static final String SEQUENCES = """
            STANDARD Linf {"cascade":{"attacks":[{"apgd":{"steps":100,"restarts":1,"loss":"cross-entropy","large-radii":false}},{"targeted-apgd":{"steps":100,"targets":9,"large-radii":false}},{"fab":{"iterations":100,"targets":9,"strongest-pull":0.1,"overshoot":1.05,"backward-step":0.9}},{"square":{"queries":5000,"first-fraction":0.8,"extra-queries":15000}}]}}
            PAPER Linf {"cascade":{"attacks":[{"apgd":{"steps":40,"restarts":1,"large-radii":false}}]}}
            PAPER_STRONG Linf {"cascade":{"attacks":[{"targeted-apgd":{"steps":100,"targets":5,"large-radii":false}}]}}
            SWIFT Linf {"cascade":{"attacks":[{"apgd":{"steps":20,"restarts":1,"loss":"margin","large-radii":false}},{"inward-apgd":{"steps":20,"restarts":8,"larger-balls":3,"loss":"margin"}},{"fab":{"iterations":150,"targets":2,"strongest-pull":0.1,"overshoot":1.05,"backward-step":0.9,"patience":20}},{"multi-targeted":{"steps":20,"targets":3,"restarts":3}},{"square":{"queries":800,"first-fraction":0.8,"extra-queries":3000,"blind-queries":5000}}]}}
            STANDARD L2 {"cascade":{"attacks":[{"apgd":{"steps":100,"restarts":1,"loss":"cross-entropy","large-radii":false}},{"targeted-apgd":{"steps":100,"targets":9,"large-radii":false}},{"fab":{"iterations":100,"targets":9,"strongest-pull":0.1,"overshoot":1.05,"backward-step":0.9}},{"square":{"queries":5000,"first-fraction":0.8,"extra-queries":15000}}]}}
            PAPER L2 {"cascade":{"attacks":[{"apgd":{"steps":40,"restarts":1,"large-radii":false}}]}}
            PAPER_STRONG L2 {"cascade":{"attacks":[{"targeted-apgd":{"steps":100,"targets":5,"large-radii":false}}]}}
            SWIFT L2 {"cascade":{"attacks":[{"apgd":{"steps":20,"restarts":1,"loss":"margin","large-radii":false}},{"inward-apgd":{"steps":20,"restarts":8,"larger-balls":3,"loss":"margin"}},{"fab":{"iterations":150,"targets":4,"strongest-pull":0.1,"overshoot":1.05,"backward-step":0.9,"patience":20}},{"multi-targeted":{"steps":20,"targets":3,"restarts":3}},{"square":{"queries":300,"first-fraction":0.8,"extra-queries":3000,"blind-queries":5000}}]}}
            STANDARD L1 {"cascade":{"attacks":[{"apgd":{"steps":100,"restarts":5,"loss":"cross-entropy","large-radii":true}},{"targeted-apgd":{"steps":100,"targets":5,"large-radii":true}},{"fab":{"iterations":100,"targets":9,"strongest-pull":0.1,"overshoot":1.05,"backward-step":0.9}},{"square":{"queries":5000,"first-fraction":0.8,"extra-queries":15000}}]}}
            PAPER L1 {"cascade":{"attacks":[{"apgd":{"steps":40,"restarts":1,"large-radii":false}}]}}
            PAPER_STRONG L1 {"cascade":{"attacks":[{"apgd":{"steps":100,"restarts":5,"loss":"cross-entropy","large-radii":false}}]}}
            SWIFT L1 {"cascade":{"attacks":[{"apgd":{"steps":20,"restarts":1,"loss":"margin","large-radii":false}},{"inward-apgd":{"steps":20,"restarts":8,"larger-balls":3,"loss":"margin"}},{"fab":{"iterations":150,"targets":4,"strongest-pull":0.1,"overshoot":1.05,"backward-step":0.9,"patience":20}},{"multi-targeted":{"steps":20,"targets":3,"restarts":3}},{"square":{"queries":200,"first-fraction":0.8,"extra-queries":3000,"blind-queries":5000}}]}}
            """;

    @Test
    void keepsVerdictsWhileTheRevisionIsTheSame() {
        String found = List.of("Linf 0.025", "L2 0.12", "L1 0.35").stream()
                .map(ThreatModel::parse)
                .flatMap(threat -> attacks(threat.norm()).stream().map(attack -> line(threat, attack)))
                .collect(Collectors.joining("", "revision " + Revision.NUMBER + "\n", ""));
        assertThat(found)
                .as("verdicts have changed; if they had to, raise Revision.NUMBER, or the revision of the attack alone,"
                        + " and record here what is found now, so that what was measured before is measured again")
                .isEqualTo(RECORDED);
    }

    /** Verdicts of short attacks do not show what a name stands for. */
    @Test
    void keepsWhatNamesStandForWhileTheRevisionIsTheSame() {
        String found = Arrays.stream(Norm.values())
                .flatMap(norm -> Arrays.stream(AutoAttack.Version.values())
                        .map(version -> version + " " + norm + " "
                                + CanonicalJson.of(new AutoAttack(version).spelledOut(norm)) + "\n"))
                .collect(Collectors.joining());
        assertThat(found)
                .as("a published sequence has changed; what was measured under its name stays under the key of what"
                        + " was run, so record here what it is now, and tell in docs/attacks.md")
                .isEqualTo(SEQUENCES);
    }

    private static List<Attack> attacks(Norm norm) {
        return List.of(
                new Pgd(4, 0.3, true, Optional.empty()),
                new MultiTargeted(4, 2, 2),
                new Apgd(5, 1, Optional.of(AttackLoss.CROSS_ENTROPY), false),
                new Apgd(8, 2, Optional.of(AttackLoss.DLR), norm == Norm.L1),
                new TargetedApgd(6, 1, false),
                new Fab(2, 1),
                new Fab(2, 0),
                new Fab(6, 2, Optional.of(2)),
                new InwardApgd(7, 2, 2, AttackLoss.MARGIN),
                new Square(30),
                new Square(10, 0.8, 20),
                new Square(5, 0.8, 5, Optional.of(10)),
                new Cascade(List.of(new Pgd(1, 1, false, Optional.empty()), new Square(10))));
    }

    /** A network steep enough that the way matters: small changes of an attack show. */
    private static Logits rugged() {
        Logits smooth = Fixtures.network(1);
        return images ->
                smooth.of(images.sub(new Scalar(0.5)).mul(new Scalar(6)).add(new Scalar(0.5)));
    }

    private static String line(ThreatModel threat, Attack attack) {
        try (Scope scope = Scope.open()) {
            Logits network = rugged();
            Tensor images = Fixtures.images(COUNT, 3);
            Tensor labels = Fixtures.classes(network, images);
            BitSet robust = new Judge(threat, List.of(attack))
                    .judge(network, images, labels, Fixtures.draws(COUNT))
                    .robust();
            String bits = HexFormat.of().formatHex(Arrays.copyOf(robust.toByteArray(), COUNT / 8));
            int revision = attack.revision(threat.norm());
            String own = revision == Revision.NUMBER ? "" : " revision " + revision;
            return threat + " " + YamlRecords.nameOf((Record) attack) + own + " " + bits + "\n";
        }
    }
}
