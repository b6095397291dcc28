package io.organza.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jcodec.codecs.h264.H264Encoder;
import org.jcodec.codecs.h264.encode.DumbRateControl;
import org.jcodec.codecs.h264.io.model.SeqParameterSet;
import org.jcodec.codecs.h264.io.model.SliceType;
import org.jcodec.codecs.h264.io.model.VUIParameters;
import org.jcodec.common.Codec;
import org.jcodec.common.MuxerTrack;
import org.jcodec.common.VideoCodecMeta;
import org.jcodec.common.VideoEncoder.EncodedFrame;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.io.SeekableByteChannel;
import org.jcodec.common.model.Packet;
import org.jcodec.common.model.Packet.FrameType;
import org.jcodec.common.model.Picture;
import org.jcodec.common.model.Size;
import org.jcodec.containers.mp4.muxer.MP4Muxer;
import org.jspecify.annotations.Nullable;

/**
 * Writes an MP4 file of H.264, baseline profile, by JCodec: pure Java, so that nothing need be
 * installed.
 */
final class Mp4Writer implements AnimationWriter {

  private final SeekableByteChannel channel;
  private final MP4Muxer muxer;
  private final H264Encoder encoder = new Encoder();
  private final int perSecond;
  private @Nullable MuxerTrack track;
  private int frames;
  private long ticksBefore;

  Mp4Writer(Path file, int perSecond) throws IOException {
    this.perSecond = perSecond;
    channel = NIOUtils.writableChannel(file.toFile());
    muxer = MP4Muxer.createMP4MuxerToChannel(channel);
  }

  @Override
  public void add(BufferedImage frame, int ticks) throws IOException {
    Picture picture = VideoPicture.of(frame);
    if (track == null) {
      Size size = new Size(picture.getCroppedWidth(), picture.getCroppedHeight());
      VideoCodecMeta format = VideoCodecMeta.createSimpleVideoCodecMeta(size, picture.getColor());
      track = muxer.addVideoTrack(Codec.H264, format);
    }
    // More than the encoder lets a picture have.
    ByteBuffer buffer = ByteBuffer.allocate(2 * encoder.estimateBufferSize(picture) + (1 << 12));
    EncodedFrame encoded = encoder.encodeFrame(picture, buffer);
    FrameType type = encoded.isKeyFrame() ? FrameType.KEY : FrameType.INTER;
    track.addFrame(
        Packet.createPacket(
            encoded.getData(), ticksBefore, perSecond, ticks, frames++, type, null));
    ticksBefore += ticks;
  }

  @Override
  public void finish() throws IOException {
    muxer.finish();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** JCodec's encoder, and what the colours mean, which it does not say by itself. */
  private static final class Encoder extends H264Encoder {

    Encoder() {
      super(new Quality());
    }

    @Override
    public SeqParameterSet initSPS(Size size) {
      SeqParameterSet parameters = super.initSPS(size);
      VUIParameters usability = new VUIParameters();
      usability.videoSignalTypePresentFlag = true;
      usability.videoFormat = VideoPicture.UNSPECIFIED_FORMAT;
      usability.colourDescriptionPresentFlag = true;
      usability.colourPrimaries = VideoPicture.BT_709_PRIMARIES;
      usability.transferCharacteristics = VideoPicture.SRGB_TRANSFER;
      usability.matrixCoefficients = VideoPicture.BT_601_MATRIX;
      parameters.vuiParams = usability;
      return parameters;
    }
  }

  /** The same quality for all pictures: with a coarser quantiser, flat colours are off. */
  private static final class Quality extends DumbRateControl {

    private static final int QUANTISER = 12;

    @Override
    public int startPicture(Size size, int maxSize, SliceType type) {
      super.startPicture(size, maxSize, type);
      return QUANTISER;
    }
  }
}
