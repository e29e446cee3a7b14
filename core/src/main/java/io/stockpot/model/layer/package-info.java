/** What networks are made of: layers without values, their parameters, and their nodes in an ONNX graph. */
package io.stockpot.model.layer;
