package io.stockpot.outcome;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Base64;
import java.util.BitSet;
import java.util.Map;

/**
 * The shape of {@link Outcomes} in a JSON file.
 *
 * @param data digest of the data
 * @param images number of images
 * @param conditions condition → its bits
 */
@JsonPropertyOrder({"data", "images", "conditions"})
record PackedOutcomes(String data, int images, Map<String, Bits> conditions) {
    PackedOutcomes {
        if (data == null || conditions == null) {
            throw new IllegalArgumentException("outcomes need 'data', 'images' and 'conditions'");
        }
    }

    /**
     * The bits of one condition.
     *
     * @param correct number of set bits, for readers and to detect damage
     * @param bits base64 of ⌈images / 8⌉ bytes, the first image in the lowest bit of the first byte
     */
    @JsonPropertyOrder({"correct", "bits"})
    record Bits(int correct, String bits) {
        static Bits pack(BitSet set, int images) {
            byte[] bytes = new byte[(images + 7) / 8];
            byte[] used = set.toByteArray();
            System.arraycopy(used, 0, bytes, 0, used.length);
            return new Bits(set.cardinality(), Base64.getEncoder().encodeToString(bytes));
        }

        BitSet unpack(String condition, int images) {
            if (bits == null) {
                throw new IllegalArgumentException("condition '" + condition + "' has no bits");
            }
            byte[] bytes = Base64.getDecoder().decode(bits);
            if (bytes.length != (images + 7) / 8) {
                throw new IllegalArgumentException("condition '" + condition + "' holds " + bytes.length
                        + " bytes, but " + images + " images need " + (images + 7) / 8);
            }
            BitSet set = BitSet.valueOf(bytes);
            if (set.cardinality() != correct) {
                throw new IllegalArgumentException("condition '" + condition + "' is damaged: " + set.cardinality()
                        + " bits are set, but 'correct' is " + correct);
            }
            return set;
        }
    }
}
